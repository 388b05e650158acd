package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JobIdentityTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            orders        | orders
            Shop-Live 2   | shop_live_2
            TITLE         | title
            a.b/c         | a_b_c
            订单 orders    | ___orders
            _7            | _7
            """)
    void makesAnIdOfAName(String name, String id) {
        assertThat(IdentityKeys.idOf(name)).hasValue(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "订单", "---", "_"})
    void needsSomethingToMakeItOf(String name) {
        assertThat(IdentityKeys.idOf(name)).isEmpty();
    }

    @Test
    void keepsLongNamesApart() {
        String beginning = "a".repeat(JobIdentity.LONGEST_ID);

        assertThat(IdentityKeys.idOf(beginning)).hasValue(beginning);
        String one = IdentityKeys.idOf(beginning + "1").orElseThrow();
        String other = IdentityKeys.idOf(beginning + "2").orElseThrow();
        assertThat(one)
                .hasSize(JobIdentity.LONGEST_ID)
                .matches("a{46}_[0-9a-f]{8}")
                .isNotEqualTo(other);
        assertThat(new JobIdentity(one, "n", Optional.empty()).slot()).hasSize(63);
    }

    @Test
    void namesSlotAndPublication() {
        JobIdentity identity = new JobIdentity("shop_1", "Shop 1", Optional.empty());

        assertThat(identity.slot()).isEqualTo("di_slot_shop_1");
        assertThat(identity.publication()).isEqualTo("di_pub_shop_1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "a-b", "a b", "é", "12345678901234567890123456789012345678901234567890123456"})
    void refusesWhatNoSlotCanHold(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> new JobIdentity(id, "n", Optional.empty()));
    }
}
