package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.SyncException;
import dev.sluice.postgresql.Followed.Way;
import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class ApplyRoleTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    @TempDir
    private Path folder;

    @Test
    void isThatOfAReplicaForASuperuserWhoseCommitsLast() throws Exception {
        try (Connection connection = DATABASES.destination().connect()) {
            PgSession session = new PgSession(connection, Side.DESTINATION);
            session.execute("SET synchronous_commit = off");

            assertThat(ApplyRole.take(session)).isEqualTo(ApplyRole.REPLICA);
            assertThat(shown(session, "session_replication_role")).isEqualTo("replica");
            assertThat(shown(session, "synchronous_commit")).isEqualTo("local");
        }
    }

    @Test
    void isThatOfAnybodyElse() throws Exception {
        DATABASES.destination().createUser("nobody_special", "secret");
        try (Connection connection = DATABASES.destination().connectAs("nobody_special", "secret")) {
            PgSession session = new PgSession(connection, Side.DESTINATION);
            session.execute("SET synchronous_commit = remote_write");

            assertThat(ApplyRole.take(session)).isEqualTo(ApplyRole.ORIGIN);
            assertThat(shown(session, "session_replication_role")).isEqualTo("origin");
            assertThat(shown(session, "synchronous_commit")).isEqualTo("remote_write");
        }
    }

    @Test
    void commitsLastWhateverTheServerIsToldLater() throws Exception {
        try (Connection connection = DATABASES.destination().connect()) {
            PgSession session = new PgSession(connection, Side.DESTINATION);
            ApplyRole.take(session);

            assertThat(session.query(
                            "SELECT source FROM pg_settings WHERE name = 'synchronous_commit'",
                            row -> row.getString(1)))
                    .containsExactly("session");
        }
    }

    private static String shown(PgSession session, String setting) {
        return session.query("SHOW " + setting, row -> row.getString(1)).get(0);
    }

    @Test
    void refusesTablesWhosePoliciesHideRows() throws Exception {
        DATABASES.destination().createUser("seer", "secret");
        TestEndpoint seer = TestEndpoint.of(DATABASES.destination()).as("seer", "secret");
        try (Followed followed = Followed.start(DATABASES, seer, folder, "CREATE TABLE t (id int PRIMARY KEY)")) {
            DATABASES
                    .destination()
                    .execute("ALTER TABLE t ENABLE ROW LEVEL SECURITY", "ALTER TABLE t FORCE ROW LEVEL SECURITY");
            followed.change(Way.SETS, "INSERT INTO t VALUES (1)");

            assertThatThrownBy(followed::catchUp)
                    .isInstanceOf(SyncException.class)
                    .hasMessageContaining("public.t")
                    .hasMessageContaining("seer");
        }
    }

    @Test
    void needsNoTemporaryTables() throws Exception {
        DATABASES.destination().createUser("tidy", "secret");
        DATABASES
                .destination()
                .execute("REVOKE TEMPORARY ON DATABASE "
                        + DATABASES.destination().name() + " FROM PUBLIC");
        TestEndpoint tidy = TestEndpoint.of(DATABASES.destination()).as("tidy", "secret");
        try (Followed followed =
                Followed.start(DATABASES, tidy, folder, "CREATE TABLE t (id int PRIMARY KEY, v int)")) {
            followed.follow(Way.SETS, "INSERT INTO t SELECT i, i FROM generate_series(1, 500) i");
            followed.follow(Way.SETS, "UPDATE t SET v = -v", "DELETE FROM t WHERE id % 2 = 0");

            DATABASES.assertSame("t");
            assertThat(DATABASES.count("t")).isEqualTo(250);
        }
    }
}
