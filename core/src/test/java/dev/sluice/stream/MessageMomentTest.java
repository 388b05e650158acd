package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MessageMomentTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    @ParameterizedTest
    @CsvSource({
        "1970-01-01, 0",
        "2026-01-31, 1769817600000",
        "1970-01-01 08:00:00, 0",
        "1970-01-01 00:00:00+00, 0",
        "1970-01-01 00:00:00.000001+00, 0.001",
        "2026-01-31 12:34:56.123456+00, 1769862896123.456",
        "2026-01-31 12:34:56.5-03:30, 1769875496500",
        "1883-11-18 12:00:00-04:56:02, -2717651038000",
        "0001-01-01 00:00:00+00 BC, -62167219200000",
        "4713-01-01 BC, -210863520000000",
        "294276-12-31 23:59:59.999999+00, 9224318015999999.999",
        "1969-12-31 23:59:59.9+00, -100"
    })
    void isCountedInMilliseconds(String text, BigDecimal millis) {
        assertThat(MessageMoment.millis(text, SHANGHAI))
                .get()
                .satisfies(counted -> assertThat(counted).isEqualByComparingTo(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"infinity", "-infinity"})
    void hasNoNumberAtTheEndOfTime(String text) {
        assertThat(MessageMoment.millis(text, SHANGHAI)).isEmpty();
    }

    @Test
    void dependsOnTheZoneOnlyWithoutOneOfItsOwn() {
        assertThat(MessageMoment.millis("2026-01-31 00:00:00", SHANGHAI))
                .isNotEqualTo(MessageMoment.millis("2026-01-31 00:00:00", ZoneId.of("UTC")));
        assertThat(MessageMoment.millis("2026-01-31 00:00:00+05", SHANGHAI))
                .isEqualTo(MessageMoment.millis("2026-01-31 00:00:00+05", ZoneId.of("UTC")));
    }
}
