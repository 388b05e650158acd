package dev.sluice.cli;

import dev.sluice.job.KeyTable;
import dev.sluice.job.StepDefinition;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tables of docs/job-file.md. */
final class JobFileDocTest {
    @Test
    void describesEveryKey() {
        new GeneratedPage("job-file.md", JobFileDocTest.class).assertEndsWith(tables());
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
        return text.toString();
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
