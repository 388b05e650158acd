package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ErrorCode;
import dev.sluice.change.Lsn;
import dev.sluice.job.TableName;
import dev.sluice.realtime.FollowStatus;
import dev.sluice.realtime.JobState;
import dev.sluice.realtime.RealtimeStatus;
import dev.sluice.realtime.StoredStatus;
import dev.sluice.realtime.TableState;
import dev.sluice.realtime.TableStatus;
import dev.sluice.realtime.Trouble;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a user sees of a real-time run. */
final class RealtimeConsoleTest {
    private static final StoredStatus.Pace PACE = new StoredStatus.Pace(12_345, 56, 678, 1 << 20);

    private final StringWriter text = new StringWriter();

    private RealtimeConsole console(OptionalInt columns) {
        return new RealtimeConsole(new PrintWriter(text), columns);
    }

    private static RealtimeStatus copying(long rows, boolean firstDone) {
        return new RealtimeStatus(
                JobState.COPYING,
                Instant.EPOCH,
                List.of(
                        table("a", 1000, firstDone ? Optional.of(new Lsn(1)) : Optional.empty()),
                        table("b", rows, Optional.empty())),
                FollowStatus.NOTHING,
                0,
                Optional.empty());
    }

    private static TableStatus table(String name, long rows, Optional<Lsn> copy) {
        return new TableStatus(
                new TableName("public", name),
                rows == 0 ? TableState.WAITING : TableState.COPYING,
                rows,
                OptionalLong.of(1000),
                copy,
                Optional.empty());
    }

    private static RealtimeStatus following(JobState state, Optional<Trouble> trouble) {
        FollowStatus follow = new FollowStatus(
                Optional.of(new Lsn(1)),
                OptionalLong.of(4096),
                Optional.of(Duration.ofSeconds(61)),
                Optional.empty(),
                new FollowStatus.Applied(1234, 9_876_543, 1, 0));
        return new RealtimeStatus(state, Instant.EPOCH, List.of(), follow, 0, trouble);
    }

    @Test
    void saysWhatHappens() {
        RealtimeConsole console = console(OptionalInt.empty());
        console.changed(copying(0, false));
        console.changed(copying(500, true));
        console.changed(copying(600, true));
        console.changed(following(JobState.CATCHING_UP, Optional.empty()));
        console.changed(following(JobState.LIVE, Optional.empty()));
        console.changed(following(JobState.LIVE, Optional.empty()));

        assertThat(text.toString().lines())
                .containsExactly(
                        "initial copy of 1 table", "public.a: first copy done, 1,000 rows", "catching up", "live");
    }

    @Test
    void saysWhyItWaits() {
        console(OptionalInt.empty())
                .changed(following(
                        JobState.PAUSED,
                        Optional.of(new Trouble(
                                ErrorCode.CONNECTION_LOST,
                                "It broke",
                                Optional.of("Wait"),
                                Instant.EPOCH,
                                Optional.of(Instant.EPOCH.plusSeconds(30))))));

        assertThat(text.toString().lines())
                .containsExactly("CONNECTION_LOST: It broke", "  trying again at 1970-01-01T00:00:30Z");
    }

    @Test
    void printsALineEveryTenSecondsInALog() {
        RealtimeConsole console = console(OptionalInt.empty());
        for (int second = 1; second <= 20; second++) {
            console.progress(following(JobState.LIVE, Optional.empty()), PACE);
        }

        assertThat(text.toString().lines())
                .hasSize(2)
                .containsOnly(
                        "live: 9,876,543 changes, 678 changes/s, 56 transactions/s, 1.00 MB/s, lag 1 min 01 s, 4,096 bytes");
    }

    @Test
    void writesOneLineOverAndOverOnATerminal() {
        RealtimeConsole console = console(OptionalInt.of(40));
        console.progress(copying(500, true), PACE);
        console.progress(copying(0, false), PACE);
        console.say("something");
        console.end();

        assertThat(text.toString())
                .startsWith("\rinitial copy: 1 of 2 tables, 1,500 rows\rinitial copy: 0 of 2 tables, 1,000 rows\r ")
                .endsWith("\rsomething" + System.lineSeparator());
    }

    @Test
    void saysHowMuchOfACopyIsDone() {
        assertThat(RealtimeLine.of(copying(500, true), PACE))
                .isEqualTo("initial copy: 1 of 2 tables, 1,500 rows (75%), 12,345 rows/s");
    }
}
