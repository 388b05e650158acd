package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.preflight.Finding;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FindingListTest {
    @Test
    void alignsWhatWasFoundWithItsCureBelow() {
        StringWriter shown = new StringWriter();

        FindingList.print(
                List.of(
                        Finding.ok("table", "it is there"),
                        Finding.warning("keys", "there is none", "Make one"),
                        Finding.failed(
                                "privileges", "two are missing:\nSELECT and INSERT", "GRANT SELECT;\nGRANT INSERT"),
                        Finding.unknown("disk", "nobody may look")),
                new PrintWriter(shown));

        assertThat(shown.toString().lines().toList()).containsExactly("""
                ok               table       it is there
                warning          keys        there is none
                                             -> Make one
                failed           privileges  two are missing:
                                             SELECT and INSERT
                                             -> GRANT SELECT;
                                                GRANT INSERT
                could not check  disk        nobody may look""".split("\n"));
    }

    @Test
    void printsNothingWhereNothingWasFound() {
        StringWriter shown = new StringWriter();

        FindingList.print(List.of(), new PrintWriter(shown));

        assertThat(shown.toString()).isEmpty();
    }
}
