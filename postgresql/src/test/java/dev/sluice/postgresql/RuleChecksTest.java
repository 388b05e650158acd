package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.job.RealtimeJob;
import dev.sluice.preflight.Finding;
import dev.sluice.preflight.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found before a run of rules that cannot be done, with what mends it. */
final class RuleChecksTest {
    private static final String ADDED = """
            AddColumn: {"columns": [{"columnName": "%s", "columnValueType": "Constant", "columnValue": "%s"}]}""";
    private static final String MARKED =
            "HandleDml: {\"dmlPolicies\": [{\"dmlType\": \"Delete\", \"dmlAction\": \"LogicalDelete\"}]}";
    private static final String FILTERED = """
            HandleDml: {"dmlPolicies": [{"dmlType": "%s", "dmlAction": "Filter", "filterCondition": "%s"}]}""";

    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    private List<Finding> check(String... rules) throws Exception {
        DATABASES.source().execute("CREATE TABLE t (id int PRIMARY KEY, v text)");
        RealtimeJob job = RealtimeJobs.ruled("checked", "t", "other", rules);
        try (ChangeSource source = jobs.source(job);
                ChangeSink sink = jobs.sink(job)) {
            List<Finding> findings = new ArrayList<>(source.check());
            findings.addAll(sink.check(source.tables()));
            return findings;
        }
    }

    private static Finding failure(List<Finding> findings) {
        List<Finding> failed = findings.stream()
                .filter(finding -> finding.outcome() == Outcome.FAILED)
                .toList();
        assertThat(failed).hasSize(1);
        return failed.get(0);
    }

    @Test
    void aClashWithAColumnOfTheSource() throws Exception {
        assertThat(failure(check(ADDED.formatted("v", "1"))).detail()).contains("my AddColumn", "public.t", "column v");
    }

    @Test
    void twoTablesForOne() throws Exception {
        DATABASES.source().execute("CREATE TABLE other (id int PRIMARY KEY)");

        assertThat(failure(check("Rename: {\"expression\": \"other\"}")).detail())
                .isEqualTo(
                        "public.other and public.t would go to one table, public.other, where the rows of one cannot be told"
                                + " from those of the other");
    }

    @Test
    void twoRulesForOneColumn() throws Exception {
        assertThat(failure(check(ADDED.formatted("_deleted", "1"), MARKED)).detail())
                .contains("my", "_deleted", "AddColumn");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Delete | id >          | syntax error",
                "Update | nothing = 1   | nothing",
                "Delete | id            | boolean",
                "Update | v > 1         | operator",
                "Delete | 1 = 1); DELETE FROM t; SELECT (1 = 1 | more than a condition",
                "Delete | id = $1       | parameter"
            })
    void aConditionThatTheServerDoesNotRead(String type, String condition, String reason) throws Exception {
        Finding failure = failure(check(FILTERED.formatted(type, condition)));

        assertThat(failure.detail()).contains("my HandleDml", "filterCondition of " + type, reason);
        assertThat(failure.cure().orElseThrow()).contains(condition);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 = 1); DELETE FROM t; SELECT (1 = 1",
                "1 = 1); COMMIT; DELETE FROM t; SELECT (1 = 1",
                "1 = (SELECT emptied())"
            })
    void aConditionThatWouldChangeSomethingChangesNothing(String condition) throws Exception {
        DATABASES.onBoth("CREATE FUNCTION emptied() RETURNS int IMMUTABLE LANGUAGE plpgsql AS"
                + " 'BEGIN DELETE FROM t; RETURN 1; END'");
        DATABASES.destination().execute("CREATE TABLE t (id int PRIMARY KEY, v text)", "INSERT INTO t VALUES (1)");

        List<Finding> findings = check(FILTERED.formatted("Delete", condition));

        assertThat(findings).anyMatch(finding -> finding.outcome() == Outcome.FAILED);
        assertThat(DATABASES.text("SELECT count(*) FROM t")).isEqualTo("1");
    }

    @Test
    void aConditionThatTheDestinationAloneDoesNotRead() throws Exception {
        DATABASES.destination().execute("CREATE TABLE t (id int PRIMARY KEY, v int)");

        assertThat(failure(check(FILTERED.formatted("Delete", "v ~ 'a'"))).detail())
                .contains("filterCondition");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id int PRIMARY KEY, v text                          | has no column",
                "id int PRIMARY KEY, v text, _deleted text, c text   | not boolean",
                "id int PRIMARY KEY, v text, _deleted boolean, c int | cannot hold"
            })
    void whatATableLacksAndTheStatementThatMendsIt(String columns, String reason) throws Exception {
        DATABASES.destination().execute("CREATE TABLE t (" + columns + ")");
        List<Finding> failed = check(ADDED.formatted("c", "text"), MARKED).stream()
                .filter(finding -> finding.outcome() == Outcome.FAILED)
                .toList();
        assertThat(failed)
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.detail()).contains(reason));

        for (Finding finding : failed) {
            DATABASES.destination().execute(finding.cure().orElseThrow());
        }
        DATABASES.source().execute("DROP TABLE t");
        assertThat(Finding.passed(check(ADDED.formatted("c", "text"), MARKED))).isTrue();
    }

    @Test
    void whatCanBeDone() throws Exception {
        assertThat(check(ADDED.formatted("c", "1"), FILTERED.formatted("Update", "c = '1' AND t.v <> ''")))
                .anySatisfy(finding -> assertThat(finding.detail()).contains("AddColumn and HandleDml"))
                .allSatisfy(finding -> assertThat(finding.outcome()).isNotEqualTo(Outcome.FAILED));
    }
}
