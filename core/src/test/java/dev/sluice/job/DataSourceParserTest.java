package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.SyncException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DataSourceParserTest {
    private static final Path FOLDER = Path.of("/ws/datasources");
    private static final Map<String, String> ENVIRONMENT =
            Map.of("DB_USER", "shop_user", "DB_PASSWORD", "gehe\"im\\$1", "KEY_PASSWORD", "geheimer", "WORD", "geheim");
    private static final DataSourceParser PARSER = new DataSourceParser(ENVIRONMENT);

    @Test
    void readsEveryKey() {
        DataSource source = PARSER.parse(new JobText("datasources/shop.json", Samples.DATA_SOURCE), FOLDER);

        assertThat(source.name()).isEqualTo("shop");
        assertThat(source.type()).isEqualTo("postgresql");
        assertThat(source.location())
                .isEqualTo(new Location.Servers(
                        List.of(new Location.Address("db1", 5432), new Location.Address("db2", 5433)), "shop"));
        assertThat(source.login())
                .isEqualTo(new Login(Optional.of("shop_user"), Optional.of(new Secret("gehe\"im\\$1"))));
        assertThat(source.properties()).containsExactly(Map.entry("ApplicationName", new Secret("sluice")));
        assertThat(source.tls())
                .isEqualTo(new Tls(
                        Optional.of(SecurityProtocol.SSL),
                        Optional.of(FOLDER.resolve("tls/ca.pem")),
                        Optional.of(FOLDER.resolve("tls/client.crt")),
                        Optional.of(FOLDER.resolve("tls/client.pk8")),
                        Optional.of(new Secret("geheimer")),
                        Optional.empty()));
        assertThat(source.about()).isEqualTo(new About(Optional.of("The shop"), Optional.of(About.Environment.PROD)));
    }

    @Test
    void needsLittle() {
        DataSource source = PARSER.parse(
                new JobText("shop.json", "{\"jdbcUrl\": \"jdbc:postgresql://h/db\", \"truststoreFile\": \"/ca.pem\"}"),
                FOLDER);

        assertThat(source.name()).isEqualTo("shop");
        assertThat(source.type()).isEqualTo("postgresql");
        assertThat(source.location()).isEqualTo(new Location.JdbcUrls(List.of("jdbc:postgresql://h/db")));
        assertThat(source.login()).isEqualTo(new Login(Optional.empty(), Optional.empty()));
        assertThat(source.tls().truststoreFile()).hasValue(Path.of("/ca.pem"));
        assertThat(source.about()).isEqualTo(About.NOTHING);
    }

    @Test
    void takesTheUsualPort() {
        DataSource source = PARSER.parse(
                new JobText("shop.json", "{\"address\": [{\"host\": \"h\"}], \"database\": \"d\"}"), FOLDER);

        assertThat(source.location()).isEqualTo(new Location.Servers(List.of(new Location.Address("h", 5432)), "d"));
    }

    @Test
    void showsNoSecret() {
        String text = Samples.DATA_SOURCE.replace("\"sluice\"", "\"${env:WORD}\"");
        String jdbc = "{\"jdbcUrl\": \"jdbc:postgresql://h/db?user=u&password=geheim&sslpassword=geheim&ssl=true\"}";

        assertThat(PARSER.parse(new JobText("shop.json", text), FOLDER).toString())
                .contains("ApplicationName", "***")
                .doesNotContain("gehe");
        assertThat(PARSER.parse(new JobText("shop.json", jdbc), FOLDER).toString())
                .contains("password=***&sslpassword=***&ssl=true")
                .doesNotContain("geheim");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "name": "shop"             | "name": "other"             | 2:11: $.name: "other" is not the name of the file; allowed is "shop", or no "name"
            "address": [               | "addres": [                 | 4:3: $.addres: unknown key "addres"; did you mean "address"?
            "port": 5432               | "port": 65536               | 4:39: $.address[0].port: 65536 is not allowed; allowed is a whole number from 1 to 65535
            "host": "db1", "port": 5432| "prt": 1                    | 4:16: $.address[0].prt: unknown key "prt"; did you mean "port"?
            "port": 5432               | "port": "${env:WORD}"       | 4:39: $.address[0].port: the value of "${env:WORD}" is not allowed; allowed is a whole number from 1 to 65535
            "port": 5432               | "port": ${env:WORD}         | 4:39: $.address[0].port: the value of ${env:WORD} is not allowed; allowed is a whole number from 1 to 65535
            "database": "shop"         | "database": ""              | 1:1: $: the database is missing; allowed is "database" beside "address"
            "database": "shop"         | "jdbcUrl": "jdbc:geheim"    | 5:14: $.jdbcUrl: the address is said twice; allowed is "jdbcUrl", or "address" with "database"
            "password": "${env:DB_PASSWORD}" | "password": "${env:PW}" | 7:16: $.password: the environment has no variable "PW"; allowed is to set it before Sluice starts, or to write the value here
            "password": "${env:DB_PASSWORD}" | "password": "x${geheim}" | 7:17: $.password: a data source file has no variables; allowed is ${env:NAME} to read the environment, or $${ for the characters themselves
            "password": "${env:DB_PASSWORD}" | "password": "x${geheim" | 7:17: $.password: "${" is not closed; allowed is ${env:NAME}, or $${ for the characters themselves
            "password": "${env:DB_PASSWORD}" | "password": ["geheim"]  | 7:15: $.password: the value (not shown, it is secret) is not allowed; allowed is a text
            "password": "${env:DB_PASSWORD}" | "password": "sealed:v1:geheim" | 7:15: $.password: the sealed secret is damaged; allowed is what "sluice datasource add" writes, a secret as it is that does not begin with "sealed:", or ${env:NAME}
            "password": "${env:DB_PASSWORD}" | "password": "sealed:geheim" | 7:15: $.password: the secret is sealed in a form that this version does not know; allowed is what "sluice datasource add" writes, a secret as it is that does not begin with "sealed:", or ${env:NAME}
            "sluice"                   | "sealed:v1:geheim"          | 8:37: $.properties.ApplicationName: the sealed secret is damaged; allowed is what "sluice datasource add" writes, a secret as it is that does not begin with "sealed:", or ${env:NAME}
            "password": "${env:DB_PASSWORD}" | "password": geheim      | 7:15: $: unexpected word; allowed is a value (a text stands in double quotes)
            "password": "${env:DB_PASSWORD}" | "password" "geheim"     | 7:14: $: unexpected text; allowed is ":" after the key
            "sluice"                   | ["geheim"]                  | 8:37: $.properties.ApplicationName: the value (not shown, it is secret) is not allowed; allowed is a text
            "AuthTypeSsl"              | "ssl"                       | 9:23: $.securityProtocol: "ssl" is not allowed; allowed is one of AuthTypeNone, AuthTypeSsl
            "keyFile": "tls/client.pk8", | "sslMode": "x",           | 11:19: $.keystoreFile: certificate and private key go together; allowed are both "keystoreFile" and "keyFile", or neither
            "Prod"                     | "Test"                      | 14:14: $.envType: "Test" is not allowed; allowed is one of Dev, Prod
            "description"              | "instanceId"                | 15:3: $.instanceId: "instanceId" is refused: an instance of a cloud is reached by its address; write "address" and "database"
            """)
    void saysWhatIsWrongWithoutSecrets(String piece, String replacement, String fault) {
        JobText text = new JobText("shop.json", Samples.with(Samples.DATA_SOURCE, piece, replacement));
        ParseResult<DataSource> result = PARSER.read(text, FOLDER);

        assertThat(result.value()).isEmpty();
        assertThat(result.faults()).map(Fault::toString).contains("shop.json:" + fault);
        assertThat(result.faults().toString()).doesNotContain("geheim");
        assertThatThrownBy(() -> PARSER.parse(text, FOLDER)).isInstanceOf(SyncException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                         | 1:1: $: the address is missing; allowed is "address" with "database", or "jdbcUrl"
            {"address": [], "database": "d"}           | 1:13: $.address: the list is empty; allowed is at least one {"host", "port"}
            {"jdbcUrl": "postgresql://geheim"}         | 1:13: $.jdbcUrl: this is no JDBC address; allowed is jdbc:postgresql://HOST:PORT/DATABASE
            {"jdbcUrl": "jdbc:postgresql://u:geheim@h/d"} | 1:13: $.jdbcUrl: no user stands in front of the host; allowed is jdbc:postgresql://HOST:PORT/DATABASE, with "username" and "password" as keys of their own
            {"jdbcUrl": ["jdbc:postgresql://h/d?user=a@b", "jdbc:postgresql://u:p/geheim@h/d"]} | 1:13: $.jdbcUrl: no user stands in front of the host; allowed is jdbc:postgresql://HOST:PORT/DATABASE, with "username" and "password" as keys of their own
            {"jdbcUrl": []}                            | 1:13: $.jdbcUrl: this is no JDBC address; allowed is jdbc:postgresql://HOST:PORT/DATABASE
            {"jdbcUrl": "jdbc:x", "keyFile": "a\\u0000"} | 1:34: $.keyFile: "a?" is not allowed; allowed is the path of a file
            """)
    void saysWhatIsMissing(String text, String fault) {
        assertThat(PARSER.read(new JobText("shop.json", text), FOLDER).faults())
                .map(Fault::toString)
                .contains("shop.json:" + fault)
                .noneMatch(shown -> shown.contains("geheim"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:postgresql://h/d?user=a@b", "jdbc:postgresql://h/a%40b", "jdbc:postgresql:a@b"})
    void takesAddressesWithoutAUserInFrontOfTheHost(String url) {
        assertThat(PARSER.parse(new JobText("a.json", "{\"jdbcUrl\": \"" + url + "\"}"), FOLDER)
                        .location())
                .isEqualTo(new Location.JdbcUrls(List.of(url)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pa$word", "$bizdate", "$[yyyymmdd]", "a$${b}", "$1$$"})
    void leavesDollarsInPasswords(String password) {
        String text = "{\"jdbcUrl\": \"jdbc:x\", \"password\": \"" + password + "\"}";

        assertThat(PARSER.parse(new JobText("a.json", text), FOLDER)
                        .login()
                        .password()
                        .orElseThrow()
                        .reveal())
                .isEqualTo(password.replace("$${", "${"));
    }

    @Test
    void letsAValueOfTheEnvironmentBeNothingButAText() {
        DataSourceParser parser = new DataSourceParser(Map.of("X", "1, \"database\": \"other\""));
        String text = "{\"address\": [{\"host\": ${env:X}}], \"database\": \"d\"}";

        assertThat(parser.parse(new JobText("a.json", text), FOLDER).location())
                .isEqualTo(
                        new Location.Servers(List.of(new Location.Address("1, \"database\": \"other\"", 5432)), "d"));
    }

    @ParameterizedTest
    @CsvSource({
        ", , , ",
        ", , require, require",
        ", ca.pem, , verify-ca",
        "AuthTypeSsl, ca.pem, , verify-ca",
        "AuthTypeSsl, ca.pem, verify-full, verify-full",
        "AuthTypeSsl, , , prefer",
        "AuthTypeNone, ca.pem, verify-full, "
    })
    void choosesTheModeOfTls(String protocol, String truststore, String stated, String expected) {
        String text = "{\"jdbcUrl\": \"jdbc:x\", \"securityProtocol\": %s, \"truststoreFile\": %s, \"sslMode\": %s}"
                .formatted(json(protocol), json(truststore), json(stated));

        assertThat(PARSER.parse(new JobText("a.json", text), FOLDER).tls().effectiveMode())
                .map(SslMode::toString)
                .isEqualTo(Optional.ofNullable(expected));
    }

    private static String json(@Nullable String text) {
        return text == null ? "null" : "\"" + text + "\"";
    }

    @Test
    void refusesImpossiblePlaces() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Location.Address("h", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Location.Address("h", 65_536));
        assertThatIllegalArgumentException().isThrownBy(() -> new Location.Servers(List.of(), "d"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Location.JdbcUrls(List.of()));
    }

    @Test
    void opensSealedSecretsWhenTheyAreAskedFor() {
        Map<String, String> environment =
                Map.of("SLUICE_KEY", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", "PW", "aus der Umgebung");
        Seal seal = Seal.of(environment);
        String text = """
                {"jdbcUrl": "jdbc:x", "password": "%s", "clientPassword": "${env:PW}",
                 "properties": {"sslpassword": "%s", "ApplicationName": "me"}}""".formatted(
                        seal.seal(new SecretPlace("a", "password"), "geheim"),
                        seal.seal(new SecretPlace("a", "properties.sslpassword"), "geheimer"));

        DataSource source = new DataSourceParser(environment).parse(new JobText("a.json", text), FOLDER);
        DataSource keyless = new DataSourceParser(Map.of("PW", "x")).parse(new JobText("a.json", text), FOLDER);

        Secret password = source.login().password().orElseThrow();
        assertThat(password.reveal()).isEqualTo("geheim");
        assertThat(password.kept()).isEqualTo(Secret.Kept.SEALED);
        assertThat(source.tls().clientPassword().orElseThrow().kept()).isEqualTo(Secret.Kept.ENVIRONMENT);
        assertThat(source.properties())
                .hasEntrySatisfying(
                        "sslpassword", secret -> assertThat(secret.reveal()).isEqualTo("geheimer"));
        assertThat(source.properties())
                .hasEntrySatisfying(
                        "ApplicationName", secret -> assertThat(secret.kept()).isEqualTo(Secret.Kept.PLAIN));
        assertThat(source.toString()).doesNotContain("geheim", "sealed");
        assertThat(keyless.login().password()).hasValue(password);
        assertThatThrownBy(password(keyless)::reveal)
                .isInstanceOf(SyncException.class)
                .hasMessage("The secret \"password\" in a.json cannot be opened: there is no key in SLUICE_KEY");
    }

    private static Secret password(DataSource source) {
        return source.login().password().orElseThrow();
    }

    @Test
    void comparesSecretsByValue() {
        assertThat(new Secret("a"))
                .isEqualTo(new Secret("a"))
                .isNotEqualTo(new Secret("b"))
                .hasToString("***");
        assertThat(new Secret("a").hashCode()).isEqualTo(new Secret("a").hashCode());
    }
}
