package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WorkspaceTest {
    private static final String SOURCE = "{\"jdbcUrl\": \"jdbc:x\", \"password\": \"${env:PW}\"}";

    @TempDir
    private Path folder;

    @Test
    void findsDataSourcesByName() throws IOException {
        write("shop.json", SOURCE);
        write("ware_house.jsonc", "// the other one\n" + SOURCE);
        write("README.md", "no data source");
        Workspace workspace = workspace();

        assertThat(workspace.dataSourceNames()).containsExactly("shop", "ware_house");
        DataSource source = workspace.dataSource("ware_house");
        assertThat(source.name()).isEqualTo("ware_house");
        assertThat(source.login().password().orElseThrow().reveal()).isEqualTo("geheim");
        assertThat(workspace.resolve(new Endpoint.Named("ware_house"))).isEqualTo(source);
        assertThat(workspace.resolve(new Endpoint.Inline(source))).isSameAs(source);
    }

    @Test
    void knowsItsFolders() {
        Workspace workspace = workspace();

        assertThat(workspace.folder()).isEqualTo(folder);
        assertThat(workspace.jobs()).isEqualTo(folder.resolve("jobs"));
        assertThat(workspace.dataSources()).isEqualTo(folder.resolve("datasources"));
        assertThat(workspace.state()).isEqualTo(folder.resolve(".sluice"));
        assertThat(workspace.toString()).contains(folder.toString()).doesNotContain("geheim");
    }

    @Test
    void namesTheNearestDataSource() throws IOException {
        write("shop.json", SOURCE);

        assertFailure(
                "shpo",
                "There is no data source \"shpo\" in " + folder.resolve("datasources") + "; did you mean \"shop\"?");
        assertFailure(
                "warehouse",
                "There is no data source \"warehouse\" in " + folder.resolve("datasources") + "; allowed: shop");
    }

    @Test
    void saysThatThereIsNoDataSourceAtAll() {
        assertThat(workspace().dataSourceNames()).isEmpty();
        assertFailure(
                "shop", "There is no data source \"shop\" in " + folder.resolve("datasources") + "; there are none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../jobs/secret", "a/b", "/etc/passwd", "", "\0"})
    void neverLeavesItsFolder(String name) throws IOException {
        write("../jobs/secret.json", SOURCE);

        assertThatThrownBy(() -> workspace().dataSource(name)).isInstanceOf(SyncException.class);
    }

    @Test
    void refusesTwoFilesOfOneName() throws IOException {
        write("shop.json", SOURCE);
        write("shop.jsonc", SOURCE);

        assertThatThrownBy(() -> workspace().dataSourceNames())
                .isInstanceOf(SyncException.class)
                .hasMessageStartingWith("Two files describe one data source: ");
    }

    @Test
    void savesAndRemovesFilesForTheirOwnerAlone() throws IOException {
        Workspace workspace = workspace();
        workspace.saveDataSource("new", "{}");
        workspace.saveDataSource("new", SOURCE);

        Path file = folder.resolve("datasources").resolve("new.json");
        assertThat(file).hasContent(SOURCE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(folder.resolve("datasources")).isDirectoryContaining(path -> path.equals(file));
        assertThat(workspace.dataSource("new").login().password()).isPresent();
        workspace.removeDataSource("new");
        assertThat(folder.resolve("datasources")).isEmptyDirectory();
        assertThatThrownBy(() -> workspace.removeDataSource("new")).hasMessageContaining("There is no data source");
    }

    @Test
    void savesWhereTheDataSourceIsAlready() throws IOException {
        Path file = write("shop.jsonc", SOURCE);

        workspace().saveDataSource("shop", "{}");

        assertThat(workspace().dataSourceFile("shop")).isEqualTo(file).hasContent("{}");
        assertThat(workspace().dataSourceNames()).containsExactly("shop");
    }

    @Test
    void saysThatAFileCannotBeWritten() throws IOException {
        Files.writeString(folder.resolve("datasources"), "a file where a folder is wanted");

        assertThatThrownBy(() -> workspace().saveDataSource("shop", SOURCE))
                .isInstanceOfSatisfying(
                        SyncException.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.FILE_NOT_WRITABLE))
                .hasMessageContaining("cannot be written");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "..", "../x", "a/b", "a\\b", "/etc/x", ".hidden", "-x", " x", "x ", "x.", "a:b", "a\0b", "a*",
                "a\nb", "x.json", "x.jsonc"
            })
    void makesNoFileOfANameThatIsNone(String name) {
        assertThatThrownBy(() -> workspace().saveDataSource(name, SOURCE))
                .isInstanceOfSatisfying(SyncException.class, error -> {
                    assertThat(error.code()).isEqualTo(ErrorCode.COMMAND_INVALID);
                    assertThat(error.hint()).isPresent();
                })
                .hasMessageContaining("cannot be the name of a data source");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void namesAreCountedInBytes() {
        workspace().saveDataSource("店".repeat(60), SOURCE);

        assertThatThrownBy(() -> workspace().saveDataSource("店".repeat(90), SOURCE))
                .isInstanceOfSatisfying(
                        SyncException.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.COMMAND_INVALID))
                .hasMessageContaining("it has more than 200 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop", "shop-prod", "Shop_1", "a.b", "店", "with space", "1"})
    void makesFilesOfOtherNames(String name) {
        workspace().saveDataSource(name, SOURCE);

        assertThat(workspace().dataSource(name).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"steps": [{"parameter": {"datasource": "shop"}}]}                        | true
            {"steps": [{"parameter": {"connection": [{"datasource": "shop"}]}}]} // x  | true
            {"SourceDataSourceSettings": [{"DataSourceName": "shop"}]}                | true
            {"steps": [{"parameter": {"datasource": "shop" "table": "t"}}]}           | true
            {"steps": [{"parameter": {"datasource": "shop2", "table": "shop"}}]}      | false
            {"steps": [{"parameter": {"datasource": "${shop}"}}]}                     | false
            {"steps": [{"parameter": {"datasource": ["shop"]}}]}                      | false
            {"datasource": "shoq                                                      | false
            """)
    void findsTheJobsWithADataSource(String text, boolean found) throws IOException {
        Path job = folder.resolve("jobs").resolve("daily").resolve("a.json");
        Files.createDirectories(job.getParent());
        Files.writeString(job, text);
        Files.writeString(job.resolveSibling("a.txt"), text);

        assertThat(workspace().jobsWith("shop")).isEqualTo(found ? List.of(job) : List.of());
    }

    @Test
    void findsNoJobsWhereThereAreNone() {
        assertThat(workspace().jobsWith("shop")).isEmpty();
    }

    @Test
    void sealsWithTheKeyInItsStateFolder() throws IOException {
        Workspace workspace = workspace();
        String sealed = workspace.seal().seal(new SecretPlace("shop", "password"), "versiegelt");
        write("shop.json", SOURCE.replace("${env:PW}", sealed));

        assertThat(folder.resolve(".sluice").resolve("key")).isRegularFile();
        assertThat(workspace.dataSource("shop").login().password().orElseThrow().reveal())
                .isEqualTo("versiegelt");
    }

    @Test
    void triesWithAKeyThatNobodyKeeps() throws IOException {
        Workspace trial = workspace().forTrial();
        String sealed = trial.seal().seal(new SecretPlace("shop", "password"), "versiegelt");

        assertThat(trial.draft("shop", SOURCE.replace("${env:PW}", sealed))
                        .value()
                        .orElseThrow()
                        .login()
                        .password()
                        .orElseThrow()
                        .reveal())
                .isEqualTo("versiegelt");
        assertThat(trial.draft("shop", SOURCE).value().orElseThrow().login().password())
                .hasValue(new Secret("geheim"));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void triesWithTheKeyThatThereIs() {
        Workspace workspace = workspace();
        workspace.seal().seal(new SecretPlace("shop", "password"), "versiegelt");

        assertThat(workspace.forTrial()).isSameAs(workspace);
    }

    @Test
    void saysWhatIsWrongInAFile() throws IOException {
        Path file = write("shop.json", "{\"jdbcUrl\": 1}");

        assertFailure(
                "shop",
                file + ":1:13: $.jdbcUrl: this is no JDBC address; allowed is"
                        + " jdbc:postgresql://HOST:PORT/DATABASE");
    }

    @Test
    void saysWhyAFileCannotBeRead() throws IOException {
        Path latin = write("latin.json", "");
        Files.write(latin, "{\"name\": \"Käse\"}".getBytes(StandardCharsets.ISO_8859_1));
        Path big = write("big.json", " ".repeat(16 * 1024 * 1024 + 1));

        assertUnreadable(folder.resolve("none.json"), "does not exist");
        assertUnreadable(latin, "is not UTF-8");
        assertUnreadable(big, "is too long");
        assertUnreadable(folder, "cannot be read");
    }

    private void assertUnreadable(Path file, String why) {
        assertThatThrownBy(() -> JobText.of(file)).isInstanceOfSatisfying(SyncException.class, error -> {
            assertThat(error.code()).isEqualTo(ErrorCode.FILE_INVALID);
            assertThat(error).hasMessage("The file " + file + " " + why + ".");
            assertThat(error.hint()).isPresent();
        });
    }

    private void assertFailure(String name, String message) {
        assertThatThrownBy(() -> workspace().dataSource(name)).isInstanceOfSatisfying(SyncException.class, error -> {
            assertThat(error.code()).isEqualTo(ErrorCode.FILE_INVALID);
            assertThat(error).hasMessage(message);
            assertThat(error.hint()).isPresent();
        });
    }

    private Workspace workspace() {
        return Workspace.of(folder, Map.of("PW", "geheim"));
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve("datasources").resolve(name);
        Files.createDirectories(folder.resolve("datasources"));
        Files.createDirectories(file.normalize().getParent());
        return Files.writeString(file, text);
    }
}
