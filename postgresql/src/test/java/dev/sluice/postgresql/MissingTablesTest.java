package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.job.RealtimeJob;
import dev.sluice.preflight.Finding;
import dev.sluice.preflight.Outcome;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tables that the destination lacks are made like those of the source. */
final class MissingTablesTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final String SHAPE = """
            SELECT coalesce(json_agg(json_build_array(attname, format_type(atttypid, atttypmod), attnotnull)
                                     ORDER BY attname)::text, '')
                   || coalesce((SELECT json_agg(pg_get_indexdef(indexrelid) ORDER BY indexrelid)::text
                                  FROM pg_index WHERE indrelid = 'public.t'::regclass), '')
              FROM pg_attribute WHERE attrelid = 'public.t'::regclass AND attnum > 0 AND NOT attisdropped""";

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    private final RealtimeJob job = RealtimeJobs.job("missing", "t.*");

    @Test
    void haveTheSameColumnsAndKeys() throws SQLException {
        DATABASES
                .source()
                .execute(
                        "CREATE TABLE t (\"Id\" bigint, gone int, a varchar(7) NOT NULL, b numeric(10, 2), c text[],"
                                + " d timestamp(3) with time zone, e bit(5), f char(3), PRIMARY KEY (a, \"Id\"))",
                        "ALTER TABLE t DROP gone",
                        "CREATE UNIQUE INDEX t_a_key ON t (a)",
                        "INSERT INTO t VALUES (1, 'x', 2.50, '{a,NULL}', 'infinity', '10101', 'ab')");

        jobs.catchUp(job);

        assertThat(DATABASES.destination().value(SHAPE))
                .isEqualTo(DATABASES.source().value(SHAPE));
        DATABASES.assertSame("t");
    }

    @Test
    void computeWhatTheSourceComputes() throws SQLException {
        Since.assume(Since.GENERATED_COLUMNS);
        DATABASES
                .source()
                .execute(
                        "CREATE TABLE t (id int PRIMARY KEY, twice int GENERATED ALWAYS AS (id * 2) STORED)",
                        "INSERT INTO t VALUES (1), (2)");
        jobs.catchUp(job);
        DATABASES.source().execute("UPDATE t SET id = id + 10", "INSERT INTO t VALUES (5)");

        jobs.catchUp(job);

        DATABASES.assertSame("t");
    }

    @Test
    void needTheirTypesAndSaySo() throws SQLException {
        DATABASES
                .source()
                .execute("CREATE TYPE mood AS ENUM ('good', 'bad')", "CREATE TABLE t (id int PRIMARY KEY, m mood)");

        assertThat(failureOfRun()).contains("public.t cannot be made", "type \"public.mood\" does not exist");

        DATABASES.destination().execute("CREATE TYPE mood AS ENUM ('good', 'bad')");
        DATABASES.source().execute("INSERT INTO t VALUES (1, 'bad')");
        jobs.catchUp(job);
        DATABASES.assertSame("t");
    }

    private String failureOfRun() {
        return String.valueOf(catchThrowable(() -> jobs.catchUp(job)).getMessage());
    }

    @Test
    void needPrivilegesThatTheCheckNames() throws SQLException {
        String user = "m_" + DATABASES.destination().name();
        DATABASES.destination().createUser(user, "secret");
        DATABASES.destination().execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        DATABASES.source().execute("CREATE TABLE t (id int PRIMARY KEY)");
        RealtimeJobs limited = jobs.to(TestEndpoint.of(DATABASES.destination()).as(user, "secret"));

        Finding finding = failures(limited).get(0);

        assertThat(finding.detail()).contains(user + " may not make the missing tables in the schema public");
        DATABASES.destination().execute(finding.cure().orElseThrow());
        assertThat(failures(limited)).isEmpty();
        limited.catchUp(job);
        DATABASES.assertSame("t");
        DATABASES.destination().execute("DROP OWNED BY " + user, "DROP ROLE " + user);
    }

    private List<Finding> failures(RealtimeJobs limited) {
        try (ChangeSource source = limited.source(job);
                ChangeSink sink = limited.sink(job)) {
            return sink.check(source.tables()).stream()
                    .filter(finding -> finding.outcome() == Outcome.FAILED)
                    .toList();
        }
    }
}
