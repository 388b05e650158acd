package dev.sluice.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.batch.HandTime;
import dev.sluice.change.ChangeBatch;
import dev.sluice.change.Lsn;
import dev.sluice.connector.Progress;
import dev.sluice.job.JobIdentity;
import dev.sluice.job.TableName;
import dev.sluice.job.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NotingSinkTest {
    private static final TableName TABLE = new TableName("public", "a");

    @TempDir
    private Path workspace;

    private final HandTime time = new HandTime();
    private final World world = new World(time, "a");
    private JobFolder folder;

    @BeforeEach
    void open() {
        folder = JobFolder.of(Workspace.of(workspace, Map.of()), new JobIdentity("feed", "Feed", Optional.empty()));
    }

    private NotingSink sink() {
        return new NotingSink(new WorldSink(world), folder, time);
    }

    @Test
    void keepsWhatTheNextRunNeeds() {
        try (NotingSink sink = sink()) {
            assertThat(sink.progress()).isEqualTo(new Progress(Optional.empty(), Map.of()));
            sink.start(new Lsn(1), List.of());
            sink.copied(TABLE, new Lsn(2), WorldSource.defined(TABLE));
        }

        try (NotingSink sink = sink()) {
            assertThat(sink.progress()).isEqualTo(new Progress(Optional.of(new Lsn(1)), Map.of(TABLE, new Lsn(2))));
        }
    }

    @Test
    void notesAPositionOnceASecondAndAtTheEnd() {
        try (NotingSink sink = sink()) {
            sink.start(new Lsn(1), List.of());
            assertThat(applyAndCommit(sink, 2)).isFalse();
            assertThat(sink().progress().position()).contains(new Lsn(1));
            assertThat(sink.progress().position()).contains(new Lsn(2));
            time.pass(Duration.ofSeconds(1));
            assertThat(applyAndCommit(sink, 3)).isTrue();
            assertThat(sink().progress().position()).contains(new Lsn(3));
            assertThat(applyAndCommit(sink, 4)).isFalse();
        }

        assertThat(sink().progress().position()).contains(new Lsn(4));
    }

    private static boolean applyAndCommit(NotingSink sink, long position) {
        ChangeBatch batch = new ChangeBatch(0);
        batch.append(new ChangeBatch.Truncation(List.of(), false, Optional.empty()));
        sink.apply(batch);
        return sink.commit(new Lsn(position));
    }

    @Test
    void notesAPositionAtOnceBehindWhichNothingCame() {
        try (NotingSink sink = sink()) {
            sink.start(new Lsn(1), List.of());
            assertThat(applyAndCommit(sink, 2)).isFalse();
            assertThat(sink.commit(new Lsn(3))).isTrue();
            assertThat(sink().progress().position()).contains(new Lsn(3));
        }
    }

    @Test
    void forgets() {
        try (NotingSink sink = sink()) {
            sink.start(new Lsn(1), List.of());
            assertThat(sink.forget()).containsExactly("the progress", "the progress in the workspace");
            assertThat(sink.forget()).containsExactly("the progress");
        }

        assertThat(sink().progress().position()).isEmpty();
    }

    @Test
    void doesNotBeginAnewWhereItsFileIsDamaged() throws IOException {
        Files.createDirectories(folder.path());
        Files.writeString(folder.path().resolve("progress.json"), "{\"tables\": [1]}");

        SyncException refused = catchThrowableOfType(SyncException.class, this::sink);

        assertThat(refused.code()).isEqualTo(ErrorCode.FILE_INVALID);
        assertThat(refused.hint()).get().asString().contains("sluice drop");
    }
}
