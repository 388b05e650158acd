package dev.sluice.testkit.contract;

import dev.sluice.connector.ChangeSink;
import dev.sluice.job.SourceTable;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An output that changes are printed to, and what becomes of a table for whoever does what the messages say. */
final class PrintedChanges implements ChangeSinkFixture {
    private static final Pattern TABLE = Pattern.compile("\"schemaName\":\"public\",\"tableName\":\"(\\w+)\"");
    private static final Pattern BEFORE = Pattern.compile("\"before\":\\{\"dataColumn\":\\{\"id\":(\\d+)");
    private static final Pattern AFTER =
            Pattern.compile("\"after\":\\{\"dataColumn\":\\{\"id\":(\\d+),\"v\":\"([^\"]*)\"");

    private final BreakableOutput output = new BreakableOutput();

    @Override
    public ChangeSink sink() {
        return StreamJob.changeSink(output);
    }

    @Override
    public ChangeSink sinkOfAnotherJob() {
        return sink();
    }

    @Override
    public List<List<@Nullable String>> stored(SourceTable table) {
        Map<String, List<@Nullable String>> rows = new LinkedHashMap<>();
        output.text().lines().filter(line -> isOf(table, line)).forEach(line -> {
            Matcher before = BEFORE.matcher(line);
            if (before.find()) {
                rows.remove(before.group(1));
            }
            Matcher after = AFTER.matcher(line);
            if (after.find()) {
                rows.put(after.group(1), List.of(after.group(1), after.group(2)));
            }
        });
        return List.copyOf(rows.values());
    }

    private static boolean isOf(SourceTable table, String line) {
        Matcher named = TABLE.matcher(line);
        return named.find() && named.group(1).equals(table.name().table());
    }

    @Override
    public void breakDestination() {
        output.breakDown();
    }

    @Override
    public Refusal broken() {
        return BreakableOutput.BROKEN;
    }

    @Override
    public void assertNothingOpen() {
        // There is nothing that could be open.
    }

    @Override
    public Set<Ability> lacking() {
        return EnumSet.allOf(Ability.class);
    }
}
