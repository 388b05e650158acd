package dev.sluice.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.job.JobIdentity;
import dev.sluice.job.TableName;
import dev.sluice.job.Workspace;
import dev.sluice.realtime.ResyncAnswer.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResyncFilesTest {
    private static final TableName ODD = new TableName("public", "评\"分\n");
    private static final TableName TABLE = new TableName("s", "t");

    @TempDir
    private Path workspace;

    private final List<String> warnings = new ArrayList<>();
    private JobFolder folder;
    private ResyncFiles files;

    @BeforeEach
    void open() {
        folder = JobFolder.of(Workspace.of(workspace, Map.of()), new JobIdentity("shop", "Shop", Optional.empty()));
        files = folder.resyncs();
    }

    /** A run that comes later takes it up. */
    @Test
    void keepsAWishUntilItIsAnswered() {
        assertThat(files.open(warnings::add)).isEmpty();
        ResyncFiles.Wish wish = files.ask(List.of(ODD, TABLE));
        ResyncAnswer answer = new ResyncAnswer(List.of(TABLE), List.of(new Refused(ODD, "it is \"odd\"\n")));

        assertThat(folder.exclusively(() -> files.open(warnings::add))).containsExactly(wish);
        files.answer(wish, answer);

        assertThat(files.isOpen(wish)).isFalse();
        assertThat(files.open(warnings::add)).isEmpty();
        assertThat(files.takeAnswer(wish)).contains(answer);
        assertThat(files.takeAnswer(wish)).isEmpty();
        assertThat(warnings).isEmpty();
    }

    @Test
    void keepsTheWishesOfTwoApart() {
        ResyncFiles.Wish first = files.ask(List.of(ODD));
        ResyncFiles.Wish second = files.ask(List.of(ODD));

        assertThat(files.open(warnings::add)).containsExactlyInAnyOrder(first, second);
        files.answer(first, new ResyncAnswer(List.of(ODD), List.of()));

        assertThat(files.isOpen(second)).isTrue();
        assertThat(files.takeAnswer(second)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{\"tables\": [{\"schema\": \"public\"}]}"})
    void forgetsAWishThatCannotBeRead(String content) throws IOException {
        ResyncFiles.Wish wish = files.ask(List.of(TABLE));
        Files.writeString(folder.path().resolve("resync-" + wish.id() + ".json"), content);

        assertThat(files.open(warnings::add)).isEmpty();

        assertThat(warnings).singleElement().asString().contains(wish.id(), "cannot be read");
        assertThat(files.isOpen(wish)).isFalse();
    }

    @Test
    void forgetsWhatIsDone() {
        files.ask(List.of(TABLE));
        ResyncFiles.Wish wish = files.ask(List.of(ODD, TABLE));

        files.done(List.of(TABLE), warnings::add);

        assertThat(files.open(warnings::add)).containsExactly(new ResyncFiles.Wish(wish.id(), List.of(ODD)));
    }

    @Test
    void forgetsAnswersThatNobodyWaitsFor() {
        ResyncFiles.Wish wish = files.ask(List.of(TABLE));
        files.answer(wish, new ResyncAnswer(List.of(TABLE), List.of()));

        assertThat(folder.exclusively(() -> files.takeAnswer(wish))).isEmpty();
    }
}
