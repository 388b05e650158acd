package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.job.DataSourceParser;
import dev.sluice.job.Fault;
import dev.sluice.job.JobText;
import dev.sluice.job.KeyTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table and the examples of docs/datasource.md. */
final class DataSourceDocTest {
    private static final Pattern JSON = Pattern.compile("```jsonc?\n(.*?)```", Pattern.DOTALL);
    private static final Map<String, String> ENVIRONMENT =
            Map.of("SHOP_PASSWORD", "secret-1", "SHOP_KEY_PASSWORD", "secret-2");

    private final GeneratedPage page = new GeneratedPage("datasource.md", DataSourceDocTest.class);

    @Test
    void describesEveryKey() {
        page.assertEndsWith("\n## Keys of a data source file\n\n" + KeyTable.dataSource());
    }

    @Test
    void showsNothingButFilesThatCanBeRead() {
        List<String> examples = JSON.matcher(page.written())
                .results()
                .map(MatchResult::group)
                .map(block -> block.replaceFirst("```jsonc?\n", "").replace("```", ""))
                .toList();

        assertThat(examples).hasSizeGreaterThanOrEqualTo(5);
        assertThat(examples)
                .allSatisfy(example -> assertThat(new DataSourceParser(ENVIRONMENT)
                                .read(new JobText("shop.json", example), Path.of("datasources"))
                                .faults())
                        .map(Fault::toString)
                        .isEmpty());
    }
}
