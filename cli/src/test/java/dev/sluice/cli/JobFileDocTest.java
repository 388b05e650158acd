package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.job.KeyTable;
import dev.sluice.job.StepDefinition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The tables of docs/job-file.md are those of the definitions that the parser uses. With {@code -Ddocs.write=true} this
 * test writes them; without, it compares.
 */
final class JobFileDocTest {
    private static final Path PAGE = Path.of("..", "docs", "job-file.md");
    private static final String MARK =
            "<!-- From here on the page is made from the definitions: see JobFileDocTest. -->\n";

    @Test
    void describesEveryKey() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(page).contains(MARK);
        String wanted = page.substring(0, page.indexOf(MARK)) + MARK + tables();
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, wanted);
        }

        assertThat(Files.readString(PAGE))
                .as("docs/job-file.md; write it anew with mvn test -pl cli -am -Dtest=JobFileDocTest -Ddocs.write=true"
                        + " -Dsurefire.failIfNoSpecifiedTests=false")
                .isEqualTo(wanted);
    }

    private static String tables() {
        List<StepDefinition<?>> definitions =
                Connectors.printingTo(new ByteArrayOutputStream()).definitions();
        StringBuilder text = new StringBuilder();
        text.append("\n## Keys of a 2.0 file\n\n").append(KeyTable.batchJob(definitions));
        text.append("\n## Keys of a classic file\n\n").append(KeyTable.classicJob(definitions));
        for (StepDefinition<?> step : definitions) {
            text.append("\n## `parameter` of the ")
                    .append(step.category())
                    .append(" `")
                    .append(step.name())
                    .append("`\n\n")
                    .append(KeyTable.of(step.options()));
        }
        realtime(text);
        return text.append("\n## Keys of a data source file\n\n")
                .append(KeyTable.dataSource())
                .toString();
    }

    private static void realtime(StringBuilder text) {
        text.append("\n## Keys of a real-time file\n\n").append(KeyTable.realtimeJob());
        KeyTable.ruleExpressions()
                .forEach((action, table) -> text.append("\n## `RuleExpression` of the action `")
                        .append(action)
                        .append("`\n\n")
                        .append(table));
        text.append("\n## Names in `RuntimeSettings`\n\n").append(KeyTable.runtimeSettings());
    }
}
