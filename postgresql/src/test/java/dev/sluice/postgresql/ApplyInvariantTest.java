package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.postgresql.Followed.Way;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Somebody reads the destination all the time while money goes from account to account, and misses none of it. */
final class ApplyInvariantTest {
    private static final String STATE = "SELECT sum(balance) || ' of ' || count(*) || ', log '"
            + " || (SELECT coalesce(sum(amount), 0) FROM log) FROM account";

    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    @TempDir
    private Path folder;

    private final AtomicBoolean done = new AtomicBoolean();

    @ParameterizedTest
    @EnumSource
    void transactionsAreSeenWholeOrNotAtAll(Way way) throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (Followed followed = Followed.start(
                DATABASES,
                folder,
                "CREATE TABLE account (id int PRIMARY KEY, balance int)",
                "CREATE TABLE log (amount int)")) {
            followed.follow(way, "INSERT INTO account SELECT i, 100 FROM generate_series(1, 20) i");
            Future<List<String>> seen = threads.submit(this::readAllTheTime);
            for (int i = 0; i < 40; i++) {
                followed.change(i % 4 == 0 ? way : Way.SETS, transfer(i));
                if (i % 5 == 0) {
                    followed.catchUp();
                }
            }
            followed.catchUp();
            done.set(true);

            assertThat(seen.get()).isNotEmpty().containsOnly("2000 of 20, log 0");
            DATABASES.assertSame("account");
        } finally {
            threads.shutdownNow();
        }
    }

    private static String[] transfer(int i) {
        int from = i % 20 + 1;
        int to = i * 7 % 20 + 1;
        return new String[] {
            "UPDATE account SET balance = balance - 5 WHERE id = " + from,
            "INSERT INTO log VALUES (5)",
            "UPDATE account SET id = id + 100 WHERE id = " + to,
            "UPDATE account SET balance = balance + 5 WHERE id = " + (to + 100),
            "UPDATE account SET id = id - 100 WHERE id > 100",
            "INSERT INTO log VALUES (-5)"
        };
    }

    private List<String> readAllTheTime() throws Exception {
        List<String> seen = new ArrayList<>();
        try (Connection connection = DATABASES.destination().connect();
                Statement statement = connection.createStatement()) {
            while (!done.get()) {
                try (ResultSet state = statement.executeQuery(STATE)) {
                    state.next();
                    seen.add(state.getString(1));
                }
            }
        }
        return seen;
    }
}
