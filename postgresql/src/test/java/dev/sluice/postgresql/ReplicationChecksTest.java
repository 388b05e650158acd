package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.ChangeSource;
import dev.sluice.job.RealtimeJob;
import dev.sluice.preflight.Finding;
import dev.sluice.preflight.Outcome;
import dev.sluice.testkit.TestDatabase;
import dev.sluice.testkit.TestingPostgres;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found on a source before a real-time run; each cure is carried out, and has to mend what was found. */
final class ReplicationChecksTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final RealtimeJob JOB = RealtimeJobs.job("checked", "t.*");

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    private final TestDatabase source = DATABASES.source();
    private final String user = "u_" + source.name();

    @BeforeEach
    void makeTableOfAnOrdinaryUser() throws SQLException {
        source.createUser(user, "secret");
        source.execute(
                "ALTER ROLE " + user + " REPLICATION",
                "GRANT CREATE ON DATABASE " + source.name() + " TO " + user,
                "CREATE TABLE t (id int PRIMARY KEY, v text)",
                "ALTER TABLE t OWNER TO " + user);
    }

    @AfterEach
    void dropUser() throws SQLException {
        source.execute("DROP OWNED BY " + user + " CASCADE", "DROP ROLE " + user);
    }

    private ChangeSource changes(TestEndpoint endpoint) {
        return jobs.from(endpoint).source(JOB);
    }

    private List<Finding> check() {
        try (ChangeSource changes = changes(TestEndpoint.of(source).as(user, "secret"))) {
            return changes.check().stream()
                    .filter(finding -> Since.isThere(Since.PUBLISHED_TRUNCATE)
                            || !finding.check().equals("TRUNCATE"))
                    .toList();
        }
    }

    private Finding only(Outcome outcome) {
        List<Finding> findings =
                check().stream().filter(finding -> finding.outcome() == outcome).toList();
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    private void assertNothingFound() {
        assertThat(check()).extracting(Finding::outcome).containsOnly(Outcome.OK);
    }

    /** They look like anybody's, so that two jobs would send them round. */
    @Test
    void changesOfOtherJobsAreNotToldFromOthers() throws SQLException {
        Since.assume(Since.STANDBY_DECODING);
        RealtimeJob job = RealtimeJobs.with(
                "checked", "t", "{\"RuntimeSettings\": [{\"Name\": \"sluice.origin\", \"Value\": \"none\"}]}");
        assertThat(origins(job)).isEmpty();

        source.execute("CREATE TABLE sluice_progress (job text)");

        assertThat(origins(job)).singleElement().satisfies(finding -> {
            assertThat(finding.outcome()).isEqualTo(Outcome.WARNING);
            assertThat(finding.detail()).contains("`none` does not leave them out");
        });
        assertThat(origins(JOB)).isEmpty();
    }

    private List<Finding> origins(RealtimeJob job) {
        try (ChangeSource changes = jobs.source(job)) {
            return changes.check().stream()
                    .filter(finding -> finding.check().equals("sluice.origin"))
                    .toList();
        }
    }

    @Test
    void nothingIsToBeSaidOfAUserWhoMayDoAll() {
        assertNothingFound();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ALTER ROLE @user NOREPLICATION | replication privilege | may not read changes
            REVOKE CREATE ON DATABASE @db FROM @user | publication | may not make one in this database
            ALTER TABLE t DROP CONSTRAINT t_pkey | replica identity | nothing identifies the rows of public.t
            ALTER TABLE t DROP CONSTRAINT t_pkey; CREATE UNIQUE INDEX "the Key" ON t (id) | replica identity | nothing identifies
            ALTER TABLE t REPLICA IDENTITY NOTHING | replica identity | refuses its updates and deletes
            CREATE PUBLICATION di_pub_checked FOR TABLE t WITH (publish = 'insert, update') | publication | does not publish deletes
            """)
    void whatIsMissingIsMendedByItsCure(String harm, String check, String detail) throws SQLException {
        source.execute(filled(harm).split("; "));

        Finding finding = only(Outcome.FAILED);

        assertThat(finding.check()).isEqualTo(check);
        assertThat(finding.detail()).contains(detail);
        source.execute(finding.cure().orElseThrow());
        assertNothingFound();
    }

    private String filled(String statement) {
        return statement.replace("@user", user).replace("@db", source.name());
    }

    @Test
    void aUniqueIndexIsPreferredToTheWholeRow() throws SQLException {
        source.execute(
                "ALTER TABLE t DROP CONSTRAINT t_pkey",
                "ALTER TABLE t ALTER id DROP NOT NULL",
                "CREATE UNIQUE INDEX \"the Key\" ON t (id)");
        assertThat(only(Outcome.FAILED).cure()).hasValue("ALTER TABLE \"public\".\"t\" REPLICA IDENTITY FULL");

        source.execute("ALTER TABLE t ALTER id SET NOT NULL");

        assertThat(only(Outcome.FAILED).cure())
                .hasValue("ALTER TABLE \"public\".\"t\" REPLICA IDENTITY USING INDEX \"the Key\"");
    }

    @Test
    void tablesOfOthersAreNamedWithWhatTheirOwnerHasToDo() throws SQLException {
        source.execute("CREATE TABLE t_other (id int PRIMARY KEY)", "GRANT SELECT ON t_other TO " + user);

        Finding finding = only(Outcome.FAILED);

        assertThat(finding.detail()).contains("does not own public.t_other");
        source.execute("CREATE PUBLICATION di_pub_checked FOR TABLE t, t_other");
        assertThat(check()).extracting(Finding::outcome).containsOnly(Outcome.OK);
    }

    @Test
    void relationsWithoutChangesAreRefusedWhereNamedAndLeftOutElsewhere() throws SQLException {
        source.execute(
                "CREATE VIEW t_view AS SELECT * FROM t",
                "CREATE UNLOGGED TABLE t_unlogged (id int PRIMARY KEY)",
                "CREATE MATERIALIZED VIEW t_seen AS SELECT * FROM t",
                "CREATE TABLE t_parent (id int PRIMARY KEY)",
                "CREATE TABLE heir () INHERITS (t_parent)");

        assertThat(only(Outcome.WARNING).detail())
                .contains("public.t_parent (has tables that inherit from it), public.t_seen (is a materialized view),"
                        + " public.t_unlogged (is UNLOGGED), public.t_view (is a view)");

        RealtimeJob exact = RealtimeJobs.exactly("checked", "t_unlogged");
        try (ChangeSource changes = jobs.source(exact)) {
            assertThat(changes.check())
                    .filteredOn(finding -> finding.outcome() == Outcome.FAILED)
                    .extracting(Finding::detail)
                    .anyMatch(detail -> detail.contains("public.t_unlogged is UNLOGGED"))
                    .anyMatch(detail -> detail.contains("choose no table"));
        }
    }

    @Test
    void aSlotOfAnotherKindIsRefused() throws SQLException {
        source.execute("SELECT pg_create_physical_replication_slot('di_slot_checked')");

        assertThat(only(Outcome.FAILED).detail()).contains("di_slot_checked is not one of pgoutput for the database");
    }

    @Test
    void aSlotThatIsThereIsUsed() throws SQLException {
        source.execute(
                "CREATE PUBLICATION di_pub_checked FOR TABLE t",
                "SELECT pg_create_logical_replication_slot('di_slot_checked', 'pgoutput')");

        assertThat(check())
                .filteredOn(finding -> finding.check().equals("replication slot"))
                .extracting(Finding::detail)
                .containsExactly("di_slot_checked is there and gives changes from "
                        + source.value("SELECT confirmed_flush_lsn FROM pg_replication_slots"
                                + " WHERE slot_name = 'di_slot_checked'")
                        + " on");
    }

    @Test
    void aSlotThatIsOlderThanItsPublicationIsRefused() throws SQLException {
        source.execute("SELECT pg_create_logical_replication_slot('di_slot_checked', 'pgoutput')");

        Finding finding = only(Outcome.FAILED);

        assertThat(finding.detail()).contains("without the publication di_pub_checked they cannot be read");
        source.execute(finding.cure().orElseThrow().replaceFirst(";.*", ""));
        assertNothingFound();
    }

    @Test
    void aServerThatGivesNoChangesIsSaidToWithAllReasons() throws SQLException {
        try (TestingPostgres plain = TestingPostgres.builder()
                        .config("wal_level", "replica")
                        .config("max_wal_senders", "1")
                        .config("max_replication_slots", "0")
                        .build();
                TestDatabase database = plain.newDatabase()) {
            database.execute("CREATE TABLE t (id int PRIMARY KEY)");
            try (ChangeSource changes = changes(TestEndpoint.of(database))) {
                assertThat(changes.check())
                        .filteredOn(finding -> finding.outcome() == Outcome.FAILED)
                        .extracting(finding ->
                                finding.check() + ": " + finding.cure().orElseThrow())
                        .anyMatch(found -> found.startsWith("wal_level: ALTER SYSTEM SET wal_level = logical"))
                        .anyMatch(found ->
                                found.startsWith("replication slots: ALTER SYSTEM SET max_replication_slots = 5"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, WARNING", "2, OK"})
    void aTableThatComesLaterNeedsASlotAndASenderToo(String room, Outcome expected) throws SQLException {
        try (TestingPostgres narrow = TestingPostgres.builder()
                        .config("wal_level", "logical")
                        .config("max_wal_senders", room)
                        .config("max_replication_slots", room)
                        .build();
                TestDatabase database = narrow.newDatabase()) {
            database.execute("CREATE TABLE t (id int PRIMARY KEY)");
            try (ChangeSource changes = changes(TestEndpoint.of(database))) {
                assertThat(changes.check())
                        .filteredOn(finding -> finding.check().equals("replication slots")
                                || finding.check().equals("WAL senders"))
                        .extracting(Finding::outcome)
                        .containsExactly(expected, expected);
            }
        }
    }
}
