package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.postgresql.Followed.Way;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Large values that did not change, which PostgreSQL does not send. */
final class ApplyToastTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    @TempDir
    private Path folder;

    private Followed followed;

    private static String large(String seed) {
        return "(SELECT string_agg(md5((" + seed + ")::text || k), '') FROM generate_series(1, 100) k)";
    }

    @BeforeEach
    void fill() throws Exception {
        followed = Followed.start(
                DATABASES,
                folder,
                "CREATE TABLE t (id int PRIMARY KEY, n int, one text, two bytea)",
                "ALTER TABLE t ALTER one SET STORAGE EXTERNAL, ALTER two SET STORAGE EXTERNAL");
        followed.follow(
                Way.SETS,
                "INSERT INTO t SELECT i, 0, " + large("i") + ", " + large("-i")
                        + "::bytea FROM generate_series(1, 200) i");
    }

    @AfterEach
    void forget() {
        followed.close();
    }

    @ParameterizedTest
    @EnumSource
    void stayWhenOthersChange(Way way) throws Exception {
        followed.follow(
                way,
                "UPDATE t SET n = n + 1 WHERE id <= 100",
                "UPDATE t SET one = " + large("id + 1000") + " WHERE id BETWEEN 41 AND 150",
                "UPDATE t SET two = NULL WHERE id BETWEEN 81 AND 170",
                "UPDATE t SET n = n + 1 WHERE id % 3 = 0");

        DATABASES.assertSame("t");
    }

    @ParameterizedTest
    @EnumSource
    void stayWhenARowChangesOften(Way way) throws Exception {
        followed.follow(
                way,
                "UPDATE t SET one = " + large("n") + " WHERE id = 7",
                "UPDATE t SET n = n + 1 WHERE id = 7",
                "UPDATE t SET two = 'small' WHERE id = 7",
                "UPDATE t SET n = n + 1 WHERE id = 7",
                "UPDATE t SET n = n + 1 WHERE id = 7");

        DATABASES.assertSame("t");
    }

    @ParameterizedTest
    @EnumSource
    void goWithTheirRowToAnotherKey(Way way) throws Exception {
        followed.follow(
                way,
                "UPDATE t SET one = " + large("n + 5") + " WHERE id = 1",
                "UPDATE t SET id = 1001 WHERE id = 1",
                "UPDATE t SET id = id + 2000 WHERE id BETWEEN 2 AND 90",
                "UPDATE t SET n = n + 1 WHERE id > 2050",
                "INSERT INTO t SELECT 5000, 1, " + large("0") + ", NULL",
                "UPDATE t SET id = 5001 WHERE id = 5000",
                "UPDATE t SET n = 9 WHERE id = 5001");

        DATABASES.assertSame("t");
        assertThat(DATABASES.count("t WHERE id > 1000")).isEqualTo(91);
    }

    @ParameterizedTest
    @EnumSource
    void areNotThoseOfAnEarlierRowOfTheKey(Way way) throws Exception {
        followed.follow(
                way,
                "UPDATE t SET one = " + large("id + 5") + " WHERE id < 60",
                "DELETE FROM t WHERE id < 60",
                "INSERT INTO t SELECT i, 0, " + large("i * 10") + ", NULL FROM generate_series(1, 59) i",
                "UPDATE t SET n = 1 WHERE id < 60");

        DATABASES.assertSame("t");
    }

    @ParameterizedTest
    @EnumSource
    void areToldWithWholeOldRows(Way way) throws Exception {
        DATABASES.source().execute("ALTER TABLE t REPLICA IDENTITY FULL");
        followed.follow(way, "UPDATE t SET n = n + 1", "UPDATE t SET id = id + 1000 WHERE id % 2 = 0");

        DATABASES.assertSame("t");
    }
}
