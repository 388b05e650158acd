package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SourceTest {
    private static final int ENOUGH = 1_000_000;

    @ParameterizedTest
    @CsvSource({"0,1,1", "1,1,2", "2,2,1", "3,2,2", "5,3,1", "6,4,1", "7,4,2"})
    void knowsEveryKindOfLineEnd(int offset, int line, int column) {
        Source source = expand("a\nb\r\n\rc", "");

        assertThat(source.position(offset)).isEqualTo(new Source.Position(line, column));
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4, 5})
    void leadsFromEveryExpandedCharacterBackToItsPlace(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            String original = randomText(random);
            Source source = expand(original, "<v>".repeat(random.nextInt(3)));
            String context = "seed " + seed + ", text " + original;
            for (int at = 0; at < source.expanded().length(); at++) {
                char c = source.expanded().charAt(at);
                if (source.replacementAt(at).isEmpty() && c != ' ') {
                    assertThat(characterAt(original, source.position(at)))
                            .as(context)
                            .isEqualTo(c);
                }
            }
        }
    }

    private static String randomText(Random random) {
        String[] pieces = {"x", "\"", "\n", "${v}", "$${", "$", "/* c */", "// c\n", "\\\\", "y", "é"};
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(20);
        for (int i = 0; i < length; i++) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    private static char characterAt(String text, Source.Position place) {
        int at = 0;
        for (int line = 1; line < place.line(); line++) {
            at = text.indexOf('\n', at) + 1;
        }
        return text.charAt(at + place.column() - 1);
    }

    @Test
    void blanksCommentsButNotWhatLooksLikeThem() {
        assertThat(expand("{/* \"a */\"/*b*/\": 1 // c\n, \"//\\\"//\" /", "").expanded())
                .isEqualTo("{        \"/*b*/\": 1     \n, \"//\\\"//\" /");
        assertThat(expand("a /* b", "").expanded()).isEqualTo("a /* b");
        assertThat(expand("a // b", "").expanded()).isEqualTo("a     ");
    }

    @Test
    void knowsWhatCameOutOfVariables() {
        Source source = Expander.expand(
                new JobText("f", "${a}-${h}-${m}-$${"),
                reference -> switch (reference.content()) {
                    case "a" -> new Resolution.Value("1");
                    case "h" -> new Resolution.Hidden("2");
                    case "m" -> new Resolution.Missing("none");
                    default -> new Resolution.Value("${");
                },
                ENOUGH);

        assertThat(source.expanded()).isEqualTo("1-\"2\"-\"?\"-${");
        assertThat(source.replacedWithin(0, 1)).isTrue();
        assertThat(source.replacedWithin(1, 2)).isFalse();
        assertThat(source.hiddenWithin(0, 2)).isFalse();
        assertThat(source.hiddenWithin(2, 5)).isTrue();
        assertThat(source.unresolvedWithin(0, 6)).isFalse();
        assertThat(source.unresolvedWithin(6, 9)).isTrue();
        assertThat(source.onDisk(2, 9)).isEqualTo("${h}-${m}");
        assertThat(source.replacements()).map(source::reference).containsExactly("${a}", "${h}", "${m}", "$${");
        assertThat(source.fileName()).isEqualTo("f");
        assertThat(new Resolution.Hidden("2")).hasToString("Hidden");
    }

    @Test
    void boundsTheText() {
        Source source =
                Expander.expand(new JobText("f", "${v} ${v}"), reference -> new Resolution.Value("x".repeat(60)), 100);

        assertThat(source.expanded()).isEqualTo("x".repeat(60) + " \"?\"");
        assertThat(source.unresolvedWithin(0, 100)).isTrue();
    }

    private static Source expand(String text, String value) {
        return Expander.expand(
                new JobText("f", text),
                reference -> reference.kind() == Reference.Kind.BRACES ? new Resolution.Value(value) : Resolution.KEPT,
                ENOUGH);
    }
}
