package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The start script, in a checkout of its own whose build is a fake that tells how it was called. */
final class ScriptTest {
    private static final String FAKE_JAVA = """
            #!/bin/sh
            if [ "$1" = -version ]; then
                echo 'openjdk version "VERSION" 2026-01-01' >&2
                exit 0
            fi
            for argument; do printf '<%s>' "$argument"; done
            printf '\\n'
            """;

    private static final String FAKE_MAVEN = """
            #!/bin/sh
            echo "mvn $*"
            mkdir -p cli/target
            touch cli/target/sluice.jar
            """;

    @TempDir
    private Path folder;

    private Path checkout;

    @BeforeEach
    void open() throws IOException {
        checkout = Files.createDirectory(folder.resolve("check out"));
        Path script = Files.isRegularFile(Path.of("sluice")) ? Path.of("sluice") : Path.of("..", "sluice");
        program("check out/sluice", Files.readString(script));
        for (String module : List.of("core", "postgresql", "testkit", "cli")) {
            Files.createDirectories(checkout.resolve(module).resolve("src").resolve("main"));
            Files.writeString(checkout.resolve(module).resolve("pom.xml"), "");
        }
        Files.writeString(checkout.resolve("pom.xml"), "");
        program("bin/mvn", FAKE_MAVEN);
    }

    private void java(String version) throws IOException {
        program("jdk/bin/java", FAKE_JAVA.replace("VERSION", version));
    }

    private Path program(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    private Outcome start(Path script, Map<String, String> environment, String... arguments) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(Stream.concat(Stream.of(script.toString()), Arrays.stream(arguments))
                        .toList());
        builder.environment().keySet().removeIf(name -> name.equals("JAVA_HOME") || name.startsWith("SLUICE_"));
        builder.environment()
                .put("PATH", folder.resolve("bin") + ":" + builder.environment().get("PATH"));
        builder.environment().putAll(environment);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        int exitCode = builder.directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();
        return new Outcome(exitCode, Files.readString(out), Files.readString(err));
    }

    private Outcome start(String... arguments) throws Exception {
        return start(
                checkout.resolve("sluice"),
                Map.of("JAVA_HOME", folder.resolve("jdk").toString()),
                arguments);
    }

    @Test
    void buildsOnceAndPassesArgumentsAsTheyAre() throws Exception {
        java("17.0.2");

        Outcome first = start("run", "a job.json", "-p", "day=*");
        Outcome second = start("run", "a job.json", "-p", "day=*");

        assertThat(first.exitCode()).isEqualTo(0);
        assertThat(first.err()).contains("Building Sluice, because there is no build yet", "mvn -q -B ");
        assertThat(first.out())
                .contains(
                        "<-Xmx256m>",
                        "<" + checkout.resolve("cli/target/sluice.jar") + "><run><a job.json><-p><day=*>");
        assertThat(second.err()).isEmpty();
        assertThat(second.out()).isEqualTo(first.out());
    }

    @Test
    void buildsAgainWhenASourceIsNewer() throws Exception {
        java("21");
        start("version");
        Path source = Files.writeString(checkout.resolve("core/src/main/New.java"), "");
        Files.setLastModifiedTime(source, FileTime.fromMillis(System.currentTimeMillis() + 60_000));

        assertThat(start("version").err()).contains("because sources are newer than the build");
    }

    @Test
    void worksThroughALink() throws Exception {
        java("17");
        Path link = Files.createSymbolicLink(folder.resolve("bin").resolve("sluice"), Path.of("../check out/sluice"));
        Path other = Files.createSymbolicLink(folder.resolve("linked"), link);

        Outcome outcome = start(other, Map.of("JAVA_HOME", folder.resolve("jdk").toString()), "version");

        assertThat(outcome.out()).endsWith("<" + checkout.resolve("cli/target/sluice.jar") + "><version>\n");
    }

    @Test
    void letsTheUserChooseHeapAndOptions() throws Exception {
        java("17");

        Outcome outcome = start(
                checkout.resolve("sluice"),
                Map.of(
                        "JAVA_HOME", folder.resolve("jdk").toString(),
                        "SLUICE_HEAP", "2g",
                        "SLUICE_JAVA_OPTS", "-Da=1 -Db=2"),
                "version");

        assertThat(outcome.out()).contains("<-Xmx2g>", "<-Da=1><-Db=2>").doesNotContain("-Xmx256m");
    }

    /** Java takes a locale that is not there for C, as all programs do, and cannot name files outside ASCII then. */
    @ParameterizedTest
    @CsvSource({"C, C.UTF-8", "POSIX, C.UTF-8", "xx_XX.UTF-8, C.UTF-8", "C.UTF-8, C.UTF-8"})
    void takesUtf8WhereTheLocaleHasNone(String given, String taken) throws Exception {
        java("17");
        start("version");
        program("jdk/bin/java", "#!/bin/sh\nprintf '%s' \"${LC_ALL:-none}\"\n");

        Outcome outcome = start(
                checkout.resolve("sluice"),
                Map.of("JAVA_HOME", folder.resolve("jdk").toString(), "LC_ALL", given),
                "version");

        assertThat(outcome.out()).isEqualTo(taken);
    }

    @ParameterizedTest
    @CsvSource({"xx_XX.UTF-8, C.UTF-8, C.UTF-8", "C.UTF-8, xx_XX.UTF-8, C.UTF-8", "C.UTF-8, C.UTF-8, none"})
    void takesUtf8WhereAPartOfTheLocaleIsNotThere(String lang, String characters, String taken) throws Exception {
        java("17");
        start("version");
        program("jdk/bin/java", "#!/bin/sh\nprintf '%s' \"${LC_ALL:-none}\"\n");
        Map<String, String> environment = Map.of(
                "JAVA_HOME", folder.resolve("jdk").toString(), "LC_ALL", "", "LC_CTYPE", characters, "LANG", lang);

        assertThat(start(checkout.resolve("sluice"), environment, "version").out())
                .isEqualTo(taken);
    }

    @Test
    void leavesTheBestCompilerToThoseWhoMoveRows() throws Exception {
        java("17");

        assertThat(start("run", "a.json").out()).doesNotContain("TieredStopAtLevel");
        assertThat(start("check", "a.json").out()).contains("<-XX:TieredStopAtLevel=1>");
    }

    @Test
    void refusesAnOldJava() throws Exception {
        java("11.0.20");

        Outcome outcome = start("version");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("is Java 11; Sluice needs 17 or later", "JAVA_HOME");
    }

    @Test
    void saysThatJavaIsMissing() throws Exception {
        Outcome home = start("version");
        Outcome path = start(checkout.resolve("sluice"), Map.of("PATH", folder.resolve("bin") + ":" + shellOnly()));

        assertThat(home.exitCode()).isEqualTo(2);
        assertThat(home.err()).contains("there is no bin/java in it");
        assertThat(path.exitCode()).isEqualTo(2);
        assertThat(path.err()).contains("There is no java in PATH, and JAVA_HOME is not set");
    }

    /** Returns a folder with what the script needs, and no Java. */
    private Path shellOnly() throws IOException {
        for (String tool : List.of("dirname", "readlink", "find", "head", "sed", "cat", "stty")) {
            program("tools/" + tool, "#!/bin/sh\nPATH=/usr/bin:/bin exec " + tool + " \"$@\"\n");
        }
        return folder.resolve("tools");
    }

    @Test
    void saysThatTheBuildFailed() throws Exception {
        java("17");
        program("bin/mvn", "#!/bin/sh\necho 'no such module' >&2\nexit 1\n");

        Outcome outcome = start("version");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("no such module", "The build failed");
    }
}
