package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page of the documentation that ends with tables made from the definitions that the parser uses. With
 * {@code -Ddocs.write=true} its test writes them; without, it compares.
 */
final class GeneratedPage {
    private final Path file;
    private final String test;

    GeneratedPage(String name, Class<?> test) {
        this.file = Path.of("..", "docs", name);
        this.test = test.getSimpleName();
    }

    /** Returns what people have written. */
    String written() {
        return text().substring(0, text().indexOf(mark()));
    }

    void assertEndsWith(String tables) {
        assertThat(text()).contains(mark());
        String wanted = written() + mark() + tables;
        if (Boolean.getBoolean("docs.write")) {
            write(wanted);
        }

        assertThat(text())
                .as(
                        "%s; write it anew with mvn test -pl cli -am -Dtest=%s -Ddocs.write=true"
                                + " -Dsurefire.failIfNoSpecifiedTests=false",
                        file, test)
                .isEqualTo(wanted);
    }

    private String mark() {
        return "<!-- From here on the page is made from the definitions: see " + test + ". -->\n";
    }

    private String text() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
