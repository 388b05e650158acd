package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The diagnosis explains what Jackson refused, so the two must agree on what is wrong at all. */
final class SyntaxDiagnosisTest {
    private static final String[] PIECES = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"a\"",
        "\"b\"",
        "\"",
        "1",
        "-0",
        "01",
        "1e5",
        "1.",
        "true",
        "nul",
        "null",
        " ",
        "\n",
        "\\",
        "\"\\n\"",
        "\"\\u00e9\"",
        "\"\\u00g9\"",
        "'",
        "\"a\nb\"",
        "\t"
    };
    private static final JsonFactory JACKSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void agreesWithTheParserOnWhatIsWrong(long seed) throws IOException {
        Random random = new Random(seed);
        int wrong = 0;
        for (int i = 0; i < 20_000; i++) {
            String text = "{" + (random.nextBoolean() ? "\"k\":" : "") + pieces(random) + "}";
            boolean accepted = accepted(text);
            wrong += accepted ? 0 : 1;
            assertThat(SyntaxDiagnosis.of(text, offset -> new Source.Position(1, offset))
                            .isEmpty())
                    .as("seed %s, text %s", seed, text)
                    .isEqualTo(accepted);
        }
        assertThat(wrong).isBetween(10_000, 19_900);
    }

    private static String pieces(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(6);
        for (int i = 0; i < length; i++) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private static boolean accepted(String text) throws IOException {
        try (JsonParser parser = JACKSON.createParser(text)) {
            int depth = 0;
            boolean ended = false;
            while (parser.nextToken() != null) {
                if (ended) {
                    return false;
                }
                parser.getText();
                depth += parser.currentToken().isStructStart()
                        ? 1
                        : parser.currentToken().isStructEnd() ? -1 : 0;
                ended = depth == 0;
            }
            return ended;
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    @Test
    void namesThePlaceOfTheBracketThatIsOpen() {
        assertThat(SyntaxDiagnosis.of("{\"a\": [1", offset -> new Source.Position(7, offset)))
                .hasValue(new SyntaxDiagnosis.Finding(
                        8, "the text ends, but the \"[\" at 7:6 is not closed", "\",\" or \"]\""));
    }
}
