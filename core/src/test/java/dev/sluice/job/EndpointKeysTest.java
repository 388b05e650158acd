package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EndpointKeysTest {
    private static final EndpointKeys READER = EndpointKeys.reader("postgresql");
    private static final EndpointKeys WRITER = EndpointKeys.writer("postgresql");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"datasource": "d", "table": "t"}                                       | d | [t]      | []
            {"datasource": "d", "table": ["t", "u"]}                                | d | [t, u]   | []
            {"datasource": "d", "connection": [{"table": ["t"]}, {"table": "u"}]}   | d | [t, u]   | []
            {"connection": [{"datasource": "d", "table": ["t"]}]}                   | d | [t]      | []
            {"connection": [{"datasource": "d"}], "table": "t"}                     | d | [t]      | []
            {"datasource": "d", "querySql": "q"}                                    | d | []       | [q]
            {"datasource": "d", "querySql": ["q", "r"], "table": "t"}               | d | [t]      | [q, r]
            {"connection": [{"datasource": "d", "querySql": ["q", " "]}]}           | d | []       | [q]
            {"connection": [{"jdbcUrl": "jdbc:postgresql:a", "table": "t"}]}                   | jdbc:postgresql:a | [t] | []
            {"connection": [{"jdbcUrl": ["jdbc:postgresql:a", "jdbc:postgresql:b"], "table": "t"}], "username": "u"} | jdbc:postgresql:a | [t] | []
            """)
    void readsEverySpelling(String json, String database, String tables, String queries) {
        Relations relations = read(READER, json).value().orElseThrow();

        assertThat(name(relations.endpoint())).isEqualTo(database);
        assertThat(relations.tables()).hasToString(tables);
        assertThat(relations.queries()).hasToString(queries);
    }

    private static String name(Endpoint endpoint) {
        return endpoint instanceof Endpoint.Named named
                ? named.dataSource()
                : ((Location.JdbcUrls) ((Endpoint.Inline) endpoint).dataSource().location())
                        .jdbcUrls()
                        .get(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                        | $ | no database is named; allowed is "datasource", or "connection" with "jdbcUrl"
            {}                                                        | $ | nothing to read is named; allowed is "table" or "querySql"
            {"datasource": "d"}                                       | $ | nothing to read is named; allowed is "table" or "querySql"
            {"datasource": "d", "table": []}                          | $ | nothing to read is named; allowed is "table" or "querySql"
            {"table": "t", "connection": []}                          | $ | no database is named; allowed is "datasource", or "connection" with "jdbcUrl"
            {"table": "t", "connection": [{"jdbcUrl": []}]}           | $ | no database is named; allowed is "datasource", or "connection" with "jdbcUrl"
            {"table": "t", "datasource": "d", "connection": [{"jdbcUrl": "jdbc:postgresql:a"}]} | $.connection | the database is named twice; allowed is either "datasource" or "connection"
            {"table": "t", "connection": [{"jdbcUrl": "jdbc:postgresql:a"}, {"jdbcUrl": "jdbc:postgresql:b"}]} | $.connection | several databases are named; allowed is one in a job: make a job for each
            {"table": "t", "connection": [{"jdbcUrl": "jdbc:postgresql:a", "datasource": "b"}]} | $.connection[0] | the database is named twice; allowed is either "datasource" or "jdbcUrl"
            {"table": "t", "connection": [{"jdbcUrl": "geheim"}]}     | $.connection[0].jdbcUrl | this is no address of postgresql; allowed is jdbc:postgresql://HOST:PORT/DATABASE
            {"table": "t", "connection": [{"jdbcUrl": "jdbc:mysql://h/d"}]} | $.connection[0].jdbcUrl | this is no address of postgresql; allowed is jdbc:postgresql://HOST:PORT/DATABASE
            {"table": "t", "connection": [{"jdbcUrl": "jdbc:postgresql://u:geheim@h/d"}]} | $.connection[0].jdbcUrl | no user stands in front of the host; allowed is jdbc:postgresql://HOST:PORT/DATABASE, with "username" and "password" as keys of their own
            {"table": "t", "connection": {}}                          | $.connection | an object is not allowed; allowed is a list of objects
            """)
    void saysWhatIsWrong(String json, String path, String message) {
        ParseResult<Relations> result = read(READER, json);

        assertThat(result.faults()).anySatisfy(fault -> {
            assertThat(fault.path()).isEqualTo(path);
            assertThat(fault.message()).isEqualTo(message);
        });
        assertThat(result.faults().toString()).doesNotContain("geheim");
    }

    @Test
    void readsAWriterWithoutQueries() {
        assertThat(read(WRITER, "{\"datasource\": \"d\", \"table\": \"t\"}").value())
                .hasValue(new Relations(new Endpoint.Named("d"), List.of("t"), List.of()));
        assertThat(read(WRITER, "{\"datasource\": \"d\"}").faults())
                .map(Fault::message)
                .containsExactly("no table to write is named; allowed is \"table\"");
        assertThat(read(WRITER, "{\"datasource\": \"d\", \"querySql\": \"q\"}").faults())
                .map(Fault::message)
                .contains("no table to write is named; allowed is \"table\"");
    }

    @Test
    void refusesASealedSecret() {
        assertThat(read(READER, """
                {"username": "u", "password": "sealed:v1:geheim",
                 "connection": [{"jdbcUrl": "jdbc:postgresql:a", "table": ["t"]}]}""").faults())
                .map(Fault::toString)
                .containsExactly("t.json:1:31: $.password: a sealed secret belongs to a data source file; allowed is"
                        + " \"datasource\" with the name of such a file");
    }

    @Test
    void notesALoginWithoutEffect() {
        ParseResult<Relations> result =
                read(READER, "{\"table\": \"t\", \"password\": \"geheim\", \"datasource\": \"d\"}");

        assertThat(result.value()).isPresent();
        assertThat(result.notes())
                .map(Note::toString)
                .containsExactly("t.json:1:52: $.datasource: username and password have no effect,"
                        + " since the data source has its own");
    }

    @Test
    void saysNothingOfTablesWhereTheConnectionCannotBeRead() {
        assertThat(read(READER, "{\"connection\": [{\"jdbcUrl\": \"jdbc:postgresql:a\", \"tables\": [\"t\"]}]}")
                        .faults())
                .map(Fault::message)
                .containsExactly("unknown key \"tables\"; did you mean \"table\"?");
    }

    private static ParseResult<Relations> read(EndpointKeys keys, String json) {
        Definition<Relations> definition =
                Definition.of("test", keys::relations).startingWith(keys.keys()).checking(keys::check);
        Document document = Document.of(new JobText("t.json", json), reference -> Resolution.KEPT);
        return document.reading().result(document.root().flatMap(root -> definition.read(root, document.reading())));
    }
}
