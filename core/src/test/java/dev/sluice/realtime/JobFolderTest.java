package dev.sluice.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.Lsn;
import dev.sluice.job.JobIdentity;
import dev.sluice.job.TableName;
import dev.sluice.job.Workspace;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JobFolderTest {
    @TempDir
    private Path workspace;

    private JobFolder folder;

    @BeforeEach
    void open() {
        folder = JobFolder.of(Workspace.of(workspace, Map.of()), new JobIdentity("shop", "Shop", Optional.empty()));
    }

    @Test
    void isHeldByOneRunAtATime() {
        assertThat(folder.isHeld()).isFalse();
        SyncException refused = folder.exclusively(() -> {
            assertThat(folder.isHeld()).isTrue();
            return catchThrowableOfType(SyncException.class, () -> folder.exclusively(() -> "never"));
        });
        assertThat(refused.code()).isEqualTo(ErrorCode.ALREADY_RUNNING);
        assertThat(refused).hasMessageContaining("shop");
        assertThat(folder.isHeld()).isFalse();
    }

    /** What is looked at here must not be given back by that: another process would get it. */
    @Test
    void isHeldAgainstOtherProcessesWhateverThisOneLooksAt() {
        folder.exclusively(() -> {
            assertThat(folder.isHeld()).isTrue();
            assertThatThrownBy(() -> folder.exclusively(() -> "never")).isInstanceOf(SyncException.class);
            return assertThat(isHeldForAnotherProcess()).isTrue();
        });
        assertThat(isHeldForAnotherProcess()).isFalse();
    }

    private boolean isHeldForAnotherProcess() {
        try {
            Process process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            LockTrial.class.getName(),
                            folder.path().resolve("lock").toString())
                    .inheritIO()
                    .start();
            return process.waitFor() == LockTrial.HELD;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Looks from another process whether a file is locked. */
    static final class LockTrial {
        static final int HELD = 7;

        private LockTrial() {}

        public static void main(String[] arguments) throws IOException {
            try (FileChannel file = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
                System.exit(file.tryLock() == null ? HELD : 0);
            }
        }
    }

    @Test
    void forgetsAWishToStopThatIsOlderThanTheRun() {
        folder.askToStop();
        assertThat(folder.isAskedToStop()).isTrue();
        assertThat(folder.exclusively(folder::isAskedToStop)).isFalse();
    }

    @Test
    void keepsHowARunStands() throws IOException {
        StoredStatus everything = new StoredStatus(
                17,
                Instant.parse("2026-01-31T10:00:00Z"),
                Instant.parse("2026-01-31T10:00:01.5Z"),
                new StoredStatus.Pace(1, 0.5, 2.5, 1e9),
                new RealtimeStatus(
                        JobState.PAUSED,
                        Instant.EPOCH,
                        List.of(
                                new TableStatus(
                                        new TableName("public", "评\"分"),
                                        TableState.PAUSED,
                                        12,
                                        OptionalLong.of(13),
                                        Optional.of(new Lsn(-1)),
                                        Optional.empty()),
                                new TableStatus(
                                        new TableName("s", "t"),
                                        TableState.FAILED,
                                        0,
                                        OptionalLong.empty(),
                                        Optional.empty(),
                                        Optional.of("why"))),
                        new FollowStatus(
                                Optional.of(new Lsn(1)),
                                OptionalLong.of(5),
                                Optional.of(Duration.ofMillis(1500)),
                                Optional.of(Instant.EPOCH),
                                new FollowStatus.Applied(2, 3, 4, 1)),
                        2,
                        Optional.of(new Trouble(
                                ErrorCode.CONNECTION_LOST,
                                "It\nbroke",
                                Optional.of("wait"),
                                Instant.EPOCH,
                                Optional.of(Instant.EPOCH)))));
        Optional<StoredStatus> read = folder.exclusively(() -> {
            folder.write(everything);
            return folder.status();
        });

        assertThat(read).contains(everything);
        assertThat(JobFolder.exists(Workspace.of(workspace, Map.of()), "shop")).isTrue();
        assertThat(folder.delete()).isTrue();
        assertThat(folder.delete()).isFalse();
        assertThat(folder.status()).isEmpty();
        assertThat(Files.exists(folder.path())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"pid\": 1}",
                "{\"pid\": \"x\"}",
                "{\"pid\":1,\"startTime\":\"then\"}",
                "{\"pid\":1,\"startTime\":\"2026-01-31T10:00:00Z\",\"time\":\"2026-01-31T10:00:00Z\",\"state\":\"ODD\"}"
            })
    void knowsNothingFromAFileThatIsDamaged(String content) throws IOException {
        Files.createDirectories(folder.path());
        Files.writeString(folder.path().resolve("status.json"), content);

        assertThat(folder.status()).isEmpty();
    }
}
