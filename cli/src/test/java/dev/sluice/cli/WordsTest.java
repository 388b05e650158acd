package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WordsTest {
    @ParameterizedTest
    @CsvSource({"0, 0 s", "59, 59 s", "60, 1 min 00 s", "3599, 59 min 59 s", "3600, 1 h 00 min", "90061, 25 h 01 min"})
    void roundsDurations(long seconds, String words) {
        assertThat(Words.rough(Duration.ofSeconds(seconds))).isEqualTo(words);
    }

    @Test
    void writesNumbersTheSameEverywhere() {
        assertThat(Words.rows(0)).isEqualTo("0 rows");
        assertThat(Words.rows(1)).isEqualTo("1 row");
        assertThat(Words.rows(1_234_567)).isEqualTo("1,234,567 rows");
        assertThat(Words.rounded(1_234.5)).isEqualTo("1,235");
        assertThat(Words.traffic(1_234.567 * 1_048_576)).isEqualTo("1,234.57 MB/s");
        assertThat(Words.percent(0.994)).isEqualTo("99%");
        assertThat(Words.exact(Duration.ofMillis(1_234_567))).isEqualTo("1,234.567 s");
    }
}
