package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
