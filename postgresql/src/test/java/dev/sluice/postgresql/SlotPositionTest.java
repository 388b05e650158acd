package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.change.ChangeBatch;
import dev.sluice.change.Lsn;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.ChangeStream;
import dev.sluice.job.RealtimeJob;
import dev.sluice.testkit.TestDatabase;
import java.sql.SQLException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The position that a slot has confirmed, which the server would let go back. */
final class SlotPositionTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final RealtimeJob JOB = RealtimeJobs.job("confirmed", "t.*");

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    private final TestDatabase source = DATABASES.source();

    private Lsn confirmed() throws SQLException {
        return Lsn.parse(Objects.requireNonNull(source.value(
                "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = 'di_slot_confirmed'")));
    }

    @Test
    void followsEveryRunHoweverShort() throws SQLException {
        DATABASES.onBoth("CREATE TABLE t (id int PRIMARY KEY)", "CREATE TABLE other (id int)");
        jobs.catchUp(JOB);
        Lsn begin = confirmed();
        source.execute("INSERT INTO other SELECT generate_series(1, 1000)");
        jobs.catchUp(JOB);
        Lsn reached = confirmed();
        assertThat(begin.isBefore(reached)).isTrue();
    }

    @Test
    void staysWhereALaterReaderLeftItWhoeverBeginsEarlier() throws SQLException {
        DATABASES.onBoth("CREATE TABLE t (id int PRIMARY KEY)");
        jobs.catchUp(JOB);
        Lsn begin = confirmed();
        source.execute("INSERT INTO t SELECT generate_series(1, 1000)");
        jobs.catchUp(JOB);
        Lsn reached = confirmed();

        try (ChangeSource changes = jobs.source(JOB);
                ChangeStream stream = changes.follow(begin, (table, position) -> true)) {
            stream.fetch(new ChangeBatch(0));
            stream.acknowledge(begin);
            stream.fetch(new ChangeBatch(0));
            assertThat(confirmed().isBefore(reached)).isFalse();
        }
        assertThat(confirmed().isBefore(reached)).isFalse();
    }

    @Test
    void staysWhereItWasForWhoeverBeginsLaterAndAcknowledgesNoMore() throws SQLException {
        DATABASES.onBoth("CREATE TABLE t (id int PRIMARY KEY)");
        jobs.catchUp(JOB);
        Lsn kept = confirmed();
        source.execute("INSERT INTO t SELECT generate_series(1, 1000)");
        Lsn later = Lsn.parse(Objects.requireNonNull(source.value("SELECT pg_current_wal_insert_lsn()")));

        try (ChangeSource changes = jobs.source(JOB);
                ChangeStream stream = changes.follow(later, (table, position) -> true)) {
            stream.fetch(new ChangeBatch(0));
            stream.acknowledge(kept);
            stream.fetch(new ChangeBatch(0));
        }

        assertThat(confirmed()).isEqualTo(kept);
    }

    @Test
    void isWhatTheUserSkipsTo() throws SQLException {
        DATABASES.onBoth("CREATE TABLE t (id int PRIMARY KEY)");
        jobs.catchUp(JOB);
        source.execute("INSERT INTO t VALUES (1)");
        Lsn behind = Lsn.parse(Objects.requireNonNull(source.value("SELECT pg_current_wal_insert_lsn()")));
        source.execute("INSERT INTO t VALUES (2)");

        jobs.catchUpFrom(JOB, behind);

        assertThat(DATABASES.text("SELECT string_agg(id::text, ' ') FROM t")).isEqualTo("2");
        assertThat(confirmed().isBefore(behind)).isFalse();
        assertThat(jobs.warnings())
                .singleElement()
                .asString()
                .contains("left out for good")
                .contains(behind.toString());
    }

    /** What was noted when the job began, and whose copy did not begin, is one of those that it brings. */
    @Test
    void bringsATableWhoseCopyIsStillToBegin() throws SQLException {
        followTwoOfWhichOneIsStillToBeCopied();
        DATABASES.destination().execute("TRUNCATE t2");

        jobs.catchUpFrom(JOB, confirmed());

        assertThat(DATABASES.text("SELECT string_agg(id::text, ' ') FROM t2")).isEqualTo("1");
    }

    @Test
    void takesRowsThatSomebodyPutThereForTheSources() throws SQLException {
        followTwoOfWhichOneIsStillToBeCopied();

        jobs.catchUpFrom(JOB, confirmed());

        assertThat(DATABASES.text("SELECT string_agg(id::text, ' ') FROM t2")).isEqualTo("1");
    }

    private void followTwoOfWhichOneIsStillToBeCopied() throws SQLException {
        DATABASES.onBoth("CREATE TABLE t (id int PRIMARY KEY)", "CREATE TABLE t2 (id int PRIMARY KEY)");
        source.execute("INSERT INTO t2 VALUES (1)");
        jobs.catchUp(JOB);
        DATABASES
                .destination()
                .execute("UPDATE sluice_progress SET position = NULL, definition = NULL WHERE table_name = 't2'");
    }
}
