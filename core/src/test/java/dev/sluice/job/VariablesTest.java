package dev.sluice.job;

import static dev.sluice.job.TestConnectors.PARSER;
import static dev.sluice.job.TestConnectors.VARIABLES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.job.TestConnectors.ReaderOptions;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The run of these tests is due at 2024-03-01 02:30:15 in Shanghai; its business day is 29 February. */
final class VariablesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            $bizdate                              | 20240229
            ${bizdate}                            | 20240229
            ${bdp.system.bizdate}                 | 20240229
            $cyctime                              | 20240301023015
            ${cyctime}                            | 20240301023015
            ${bdp.system.cyctime}                 | 20240301023015
            $gmtdate                              | 20240301
            $jobid                                | orders
            ${jobid}                              | orders
            ods_$bizdate.t                        | ods_20240229.t
            ${yyyymmdd}                           | 20240229
            ${yyyymmdd-7}                         | 20240222
            ${yyyymmdd+1}                         | 20240301
            ${yyyymmdd - 7*2}                     | 20240215
            ${yyyy-mm-dd}                         | 2024-02-29
            ${yyyy-mm-dd-1}                       | 2024-02-28
            ${yyyy/mm/dd}                         | 2024/02/29
            ${yyyymm}                             | 202402
            ${yyyymm-1}                           | 202401
            ${yyyymm-12}                          | 202302
            ${yyyy}                               | 2024
            ${yyyy-1}                             | 2023
            ${yy}${mm}${dd}                       | 240229
            $[yyyymmddhh24miss]                   | 20240301023015
            $[yyyymmddhh24miss-1/24]              | 20240301013015
            $[yyyymmddhh24miss-3/24]              | 20240229233015
            $[yyyymmdd-1]                         | 20240229
            $[yyyymmdd+7*1]                       | 20240308
            $[yyyymm-1]                           | 202402
            $[hh24miss-1/24]                      | 013015
            $[hh24miss+12/24]                     | 143015
            $[hh12:mi+12/24]                      | 02:30
            $[hh:mi-3/24]                         | 11:30
            $[yyyy-mm-dd hh24:mi:ss]              | 2024-03-01 02:30:15
            $[yyyy-mm-dd hh24:mi:ss-15/24/60]     | 2024-03-01 02:15:15
            $[yyyy-mm-dd hh24:mi:ss-30/24/60/60]  | 2024-03-01 02:29:45
            $[add_months(yyyymmdd,-1)]            | 20240201
            $[add_months(yyyymmdd, 12*1)]         | 20250301
            $[add_months(yyyy-mm-dd, -1)]         | 2024-02-01
            $[0]                                  | $[0]
            $[*].name                             | $[*].name
            $[add_months(x,-1)]                   | $[add_months(x,-1)]
            $[]                                   | $[]
            $[yyyymmdd                            | $[yyyymmdd
            $bizdates                             | $bizdates
            $x $1 $$ 5$                           | $x $1 $$ 5$
            $$ select 1 $$                        | $$ select 1 $$
            $${name} $$${yyyy}                    | ${name} $${yyyy}
            $$[yyyy]$$                            | $2024$$
            """)
    void resolvesDatesAndLeavesTheRest(String written, String expected) {
        assertThat(where(written, Map.of())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"2024-03-31,20240229", "2023-03-31,20230228", "2024-01-15,20231215"})
    void endsAMonthOnItsLastDay(String day, String expected) {
        Variables variables = Variables.of(Map.of(), Instant.parse(day + "T12:00:00Z"), ZoneId.of("UTC"));

        assertThat(where("$[add_months(yyyymmdd,-1)]", variables)).isEqualTo(expected);
    }

    @Test
    void countsDaysInTheZoneOfTheRun() {
        Instant time = Instant.parse("2024-02-29T23:30:00Z");

        assertThat(where("$gmtdate", Variables.of(Map.of(), time, ZoneId.of("UTC"))))
                .isEqualTo("20240229");
        assertThat(where("$gmtdate", Variables.of(Map.of(), time, ZoneId.of("Pacific/Chatham"))))
                .isEqualTo("20240301");
    }

    @Test
    void prefersWhatIsGivenThenTheJobsOwnThenWhatIsBuiltIn() {
        String own = "\"parameters\": {\"day\": \"own\", \"bizdate\": \"$[yyyymmdd-2]\"}, ";

        assertThat(where("${day} ${bizdate} $bizdate ${yyyy}", own, Map.of())).isEqualTo("own 20240228 20240228 2024");
        assertThat(where("${day} ${bizdate} $bizdate ${yyyy}", own, Map.of("day", "a", "bizdate", "b", "yyyy", "c")))
                .isEqualTo("a b b c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"parameters\": {\"day\": \"$bizdate\", \"hour\": \"$[yyyy-mm-dd hh24]\", \"n\": 1}, ",
                "\"parameters\": \"day=$bizdate hour=$[yyyy-mm-dd hh24] n=1\", "
            })
    void readsTheJobsOwnParameters(String own) {
        assertThat(where("${day} ${hour} ${n}", own, Map.of())).isEqualTo("20240229 2024-03-01 02 1");
    }

    @Test
    void readsTheParametersOfAClassicJob() {
        String text = Samples.with(
                        Samples.CLASSIC, "\"job\": {", "\"job\": {\"parameters\": {\"t\": \"public.${yyyy}\"},")
                .replace("\"public.t\"", "\"${t}\"");

        BatchJob job = PARSER.parse(new JobText("orders.json", text), VARIABLES);

        assertThat(job.reader().options(ReaderOptions.class).relations().tables())
                .containsExactly("public.2024");
    }

    @Test
    void letsAParameterUseThoseAboveIt() {
        String own = "\"parameters\": {\"a\": \"${x}1\", \"b\": \"${a}2 $${a}\", \"bizdate\": \"${bizdate}\"}, ";

        assertThat(where("${b} ${bizdate}", own, Map.of("x", "0"))).isEqualTo("012 ${a} 20240229");
    }

    @Test
    void refusesAParameterThatUsesItselfOrOneBelow() {
        String own = "\"parameters\": {\"a\": \"${a}\", \"b\": \"${c}\", \"c\": \"1\"}, ";
        ParseResult<BatchJob> result = read("${a} ${b}", own, VARIABLES);

        assertThat(result.faults())
                .map(Fault::message)
                .filteredOn(message -> message.startsWith("the parameter"))
                .containsExactly(
                        "the parameter \"a\" has no value of its own; allowed is a text that uses variables with values, and parameters above it",
                        "the parameter \"a\" has no value of its own; allowed is a text that uses variables with values, and parameters above it",
                        "the parameter \"b\" has no value of its own; allowed is a text that uses variables with values, and parameters above it");
    }

    @Test
    void boundsParametersThatMultiply() {
        StringBuilder own = new StringBuilder("\"parameters\": {\"p0\": \"0123456789\"");
        for (int i = 1; i < 40; i++) {
            own.append(", \"p")
                    .append(i)
                    .append("\": \"${p")
                    .append(i - 1)
                    .append("}${p")
                    .append(i - 1)
                    .append("}\"");
        }
        ParseResult<BatchJob> result = read("${p39}", own.append("}, ").toString(), VARIABLES);

        assertThat(result.value()).isEmpty();
        assertThat(result.faults()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"say \"hi\"", "back\\slash", "two\nlines\u0001", "{ [ ,", "${yyyyxx}", "", "ğıŞ😀"})
    void escapesAValueInsideAText(String value) {
        assertThat(where("<${v}>", Map.of("v", value))).isEqualTo("<" + value + ">");
    }

    @Test
    void takesAValueAsItIsOutsideOfTexts() {
        String text = Samples.V2
                .replace("\"concurrent\": 1", "\"concurrent\": ${n}")
                .replace("[\"a\", \"b\"]", "${columns}")
                .replace("\"print\": true", "${more}");
        BatchJob job = PARSER.parse(
                new JobText("j.json", text),
                TestConnectors.given(Map.of("n", "7", "columns", "[\"x\", \"y\"]", "more", "\"print\": \"true\"")));

        assertThat(job.settings().speed().channels()).isEqualTo(7);
        assertThat(job.reader().options(ReaderOptions.class).columns()).containsExactly("x", "y");
        assertThat(job.writer().options()).isEqualTo(true);
        assertThat(job.variables())
                .isEqualTo(Map.of("${n}", "7", "${columns}", "[\"x\", \"y\"]", "${more}", "\"print\": \"true\""));
    }

    @Test
    void saysWhichVariableBreaksTheText() {
        String text = Samples.with(Samples.V2, "\"concurrent\": 1", "\"concurrent\": ${n}");

        assertThat(PARSER.read(new JobText("j.json", text), TestConnectors.given(Map.of("n", "many")))
                        .faults())
                .map(Fault::toString)
                .containsExactly("j.json:20:47: $.setting.speed: the value of ${n} does not fit here;"
                        + " allowed is a value (a text stands in double quotes)");
    }

    @Test
    void keepsThePlacesBehindLongValues() {
        String text = Samples.with(
                Samples.V2, "\"public.t\", \"column\"", "\"${long}\" /* ${not} this */, // ${nor}\n\"colum\"");

        assertThat(PARSER.read(new JobText("j.json", text), TestConnectors.given(Map.of("long", "x".repeat(500))))
                        .faults())
                .map(Fault::toString)
                .contains("j.json:8:1: $.steps[0].parameter.colum: unknown key \"colum\"; did you mean \"column\"?");
    }

    @Test
    void reportsVariablesAndSyntaxTogether() {
        assertThat(PARSER.read(new JobText("j.json", "{\"a\": \"${b}\",\n \"c\" 1}"), VARIABLES)
                        .faults())
                .map(Fault::line)
                .containsExactly(1, 2);
    }

    @Test
    void saysNothingOfVariablesWhoseParametersASlipMayHide() {
        String text = "{\"a\": \"${b}\",\n \"c\" 1, \"parameters\": {\"b\": \"1\"}}";

        assertThat(PARSER.read(new JobText("j.json", text), VARIABLES).faults())
                .map(Fault::line)
                .containsExactly(2);
    }

    @Test
    void notesAGivenVariableWithoutUse() {
        ParseResult<BatchJob> result = read("${used}", "", TestConnectors.given(Map.of("used", "1", "unused", "2")));

        assertThat(result.notes())
                .map(Note::message)
                .containsExactly("the variable \"unused\" is given, but the file does not use it");
    }

    @Test
    void fixesItsValuesWhenItIsMade() {
        Variables variables = TestConnectors.given(Map.of("day", "$[yyyymmdd-1]", "text", "$${x} ${y} $z"));

        assertThat(variables.given()).isEqualTo(Map.of("day", "20240229", "text", "${x} ${y} $z"));
        Variables again = Variables.of(variables.given(), variables.time(), variables.zone());
        assertThat(where("${day} $cyctime", again)).isEqualTo(where("${day} $cyctime", variables));
        assertThat(variables.toString()).contains("day").doesNotContain("20240229");
    }

    @Test
    void readsAssignments() {
        assertThat(Variables.assignments(List.of("a=1", "-Db=2=3", " -Dc=4  -Dd=x y -De=", "f=", "a=5")))
                .isEqualTo(Map.of("a", "5", "b", "2=3", "c", "4", "d", "x y", "e", "", "f", ""));
    }

    @ParameterizedTest
    @CsvSource({"novalue,novalue", "=secret,=...", "1a=secret,1a=...", "-Da b=secret,-Da b=..."})
    void refusesWhatIsNoAssignment(String text, String shown) {
        assertThatThrownBy(() -> Variables.assignments(List.of(text)))
                .isInstanceOfSatisfying(SyncException.class, error -> {
                    assertThat(error.code()).isEqualTo(ErrorCode.COMMAND_INVALID);
                    assertThat(error).hasMessage("\"" + shown + "\" gives no variable a value");
                });
    }

    private static String where(String written, Map<String, String> given) {
        return where(written, "", given);
    }

    private static String where(String written, String own, Map<String, String> given) {
        return where(read(written, own, TestConnectors.given(given)));
    }

    private static String where(String written, Variables variables) {
        return where(read(written, "", variables));
    }

    private static String where(ParseResult<BatchJob> result) {
        assertThat(result.faults()).isEmpty();
        return result.value()
                .orElseThrow()
                .reader()
                .options(ReaderOptions.class)
                .where()
                .orElseThrow();
    }

    private static ParseResult<BatchJob> read(String where, String own, Variables variables) {
        String text = Samples.with(Samples.V2, "\"where\": \"\"", "\"where\": \"" + where + "\"");
        return PARSER.read(
                new JobText("orders.json", Samples.with(text, "\"steps\": [", own + "\"steps\": [")), variables);
    }
}
