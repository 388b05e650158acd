package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class SchemasTest {
    private static final JsonSchema V2 = schema(Schemas.batchJob(TestConnectors.ALL));
    private static final JsonSchema CLASSIC = schema(Schemas.classicJob(TestConnectors.ALL));
    private static final JsonSchema REALTIME = schema(Schemas.realtimeJob());
    private static final JsonSchema DATA_SOURCE = schema(Schemas.dataSource());

    @Test
    void areThemselvesGoodSchemas() {
        JsonSchema meta = schema("{\"$ref\": \"https://json-schema.org/draft/2020-12/schema\"}");

        assertThat(meta.validate(Schemas.batchJob(TestConnectors.ALL), InputFormat.JSON))
                .isEmpty();
        assertThat(meta.validate(Schemas.classicJob(TestConnectors.ALL), InputFormat.JSON))
                .isEmpty();
        assertThat(meta.validate(Schemas.realtimeJob(), InputFormat.JSON)).isEmpty();
        assertThat(meta.validate(Schemas.dataSource(), InputFormat.JSON)).isEmpty();
    }

    @Test
    void acceptGoodFiles() {
        assertThat(validate(V2, Samples.V2)).isEmpty();
        assertThat(validate(CLASSIC, Samples.CLASSIC)).isEmpty();
        assertThat(validate(REALTIME, Samples.REALTIME)).isEmpty();
        assertThat(validate(DATA_SOURCE, Samples.DATA_SOURCE)).isEmpty();
    }

    @Test
    void acceptSealedSecrets() {
        String sealed = Seal.of(Map.of("SLUICE_KEY", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="))
                .seal(new SecretPlace("shop", "password"), "x");

        assertThat(validate(DATA_SOURCE, Samples.with(Samples.DATA_SOURCE, "${env:DB_PASSWORD}", sealed)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "concurrent": 1            | "concurrent": "1"
            "concurrent": 1            | "concurrent": "${n}"
            "concurrent": 1            | "concurrent": null
            "mbps": "12"               | "mbps": "0.5"
            "mbps": "12"               | "mbps": ""
            "throttle": true           | "throttle": "True", "dmu": 1
            "setting": {               | "setting": {"executeMode": null, "jvmOption": "-Xmx1g",
            "setting": {               | "extend": {"mode": "code"}, "parameters": "day=$bizdate", "setting": {
            "column": ["a", "b"]       | "column": "a"
            "column": ["a", "b"]       | "column": ["a", 1, true]
            "datasource": "src"        | "connection": [{"datasource": "src", "table": ["t"]}]
            "stepType": "stream"       | "stepType": "streamwriter"
            "parameter": {"print": true}, | "parameter": {"share": "1e-1"},
            """)
    void acceptWhatTheParserAccepts(String piece, String replacement) {
        String text = Samples.with(Samples.V2, piece, replacement);

        assertThat(validate(V2, text)).isEmpty();
        assertThat(faults(text)).allMatch(fault -> fault.message().contains("the variable \"n\""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "type": "job",             | ``
            "type": "job"              | "type": "jobs"
            "concurrent": 1            | "concurrent": 65
            "concurrent": 1            | "concurrent": 1.5
            "concurrent": 1            | "concurrent": "many"
            "concurrent": 1            | "conucrrent": 1
            "concurrent": 1            | "concurrent": {}
            "throttle": true           | "throttle": "yes"
            "record": "0"              | "record": -1
            "record": "0"              | "percentage": 2
            "record": "0"              | "strategy": "Tolerant"
            "category": "reader"       | "category": "processor"
            "stepType": "stream"       | "stepType": "mysql"
            "column": ["a", "b"],      | ``
            "column": ["a", "b"]       | "column": [{}]
            "column": ["a", "b"]       | "column": ["a"], "splitFactor": 101
            "print": true              | "print": true, "prnt": 1
            "print": true              | "where": ""
            "parameter": {"datasource": "src", "table": "public.t", "column": ["a", "b"], "where": ""}, | ``
            "from": "Reader",          | ``
            """)
    void refuseWhatTheParserRefuses(String piece, String replacement) {
        String text = Samples.with(Samples.V2, piece, replacement);

        assertThat(faults(text)).isNotEmpty();
        assertThat(validate(V2, text)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "content": [{              | "contents": [{
            "name": "postgresqlreader" | "name": "mysqlreader"
            "channel": 3               | "channel": 0
            "preSql": ["delete from @table"] | "writeMode": "merge"
            "preSql": ["delete from @table"] | "where": "x"
            "table": ["public.t2"]     | "querySql": ["select 1"]
            """)
    void refuseWrongClassicFiles(String piece, String replacement) {
        String text = Samples.with(Samples.CLASSIC, piece, replacement);

        assertThat(faults(text)).isNotEmpty();
        assertThat(validate(CLASSIC, text)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "address": [               | "addres": [
            "port": 5432               | "port": 0
            "host": "db1",             | ``
            "AuthTypeSsl"              | "ssl"
            "Prod"                     | "Test"
            {"ApplicationName": "sluice"} | ["sluice"]
            "${env:DB_PASSWORD}"       | "sealed:v1:geheim"
            "${env:DB_PASSWORD}"       | "sealed:v2:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            "sluice"                   | "sealed:"
            """)
    void refuseWrongDataSources(String piece, String replacement) {
        assertThat(validate(DATA_SOURCE, Samples.with(Samples.DATA_SOURCE, piece, replacement)))
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "MigrationType": "FullAndRealtimeIncremental" | "MigrationType": "Everything"
            "TableMappings": [         | "TableMapings": [
            "Exclude"                  | "Without"
            "columns": ["event_id"]    | "column": ["event_id"]
            "dmlType": "Delete"        | "dmlType": "Truncate"
            "from": "^t_(.*)$",        | ``
            "DropColumn"               | "DropIndex"
            "runtime.offline.concurrent" | "runtime.offline.concurent"
            "Value": "8"               | "Value": 65
            "Value": "true"            | "Value": "yes"
            """)
    void refuseWrongRealtimeJobs(String piece, String replacement) {
        String text = Samples.with(Samples.REALTIME, piece, replacement);

        assertThat(faults(text)).isNotEmpty();
        assertThat(validate(REALTIME, text)).isNotEmpty();
    }

    static Stream<String> texts() {
        return Stream.of(
                Schemas.batchJob(TestConnectors.ALL),
                Schemas.classicJob(TestConnectors.ALL),
                Schemas.realtimeJob(),
                Schemas.dataSource());
    }

    @ParameterizedTest
    @MethodSource("texts")
    void sayWhatKeysMean(String schema) {
        assertThat(schema)
                .startsWith("{\n  \"$schema\" : \"https://json-schema.org/draft/2020-12/schema\",\n  \"title\" : ")
                .contains("\"description\" : ", "\"additionalProperties\" : false")
                .endsWith("}\n");
    }

    @Test
    void sayDefaultsRangesAndWhatHasNoEffect() {
        assertThat(Schemas.batchJob(TestConnectors.ALL))
                .contains("\"default\" : 5", "\"minimum\" : 1", "\"maximum\" : 64", "\"default\" : \"insert\"")
                .contains("\"description\" : \"No effect here: there are no resource units\"", "\"deprecated\" : true");
    }

    private static List<Fault> faults(String text) {
        return TestConnectors.PARSER
                .readAny(new JobText("j.json", text), TestConnectors.VARIABLES)
                .faults();
    }

    private static JsonSchema schema(String text) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text);
    }

    private static Set<ValidationMessage> validate(JsonSchema schema, String text) {
        return schema.validate(text, InputFormat.JSON);
    }
}
