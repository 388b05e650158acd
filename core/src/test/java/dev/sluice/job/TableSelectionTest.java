package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TableSelectionTest {
    /** Rules are written {@code +table=name} for an exact Include, {@code -schema~regex} for an Exclude by a regular expression. */
    @ParameterizedTest(name = "{0}: {1} is chosen: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            +table=orders                          | shop.public.orders     | true
            +table=orders                          | shop.sales.orders      | true
            +table=orders                          | shop.public.order      | false
            +table=orders                          | shop.public.Orders     | false
            +schema=public                         | shop.public.anything   | true
            +schema=public                         | shop.sales.orders      | false
            +database=shop                         | shop.public.orders     | true
            +database=shop                         | other.public.orders    | false
            +schema=public +table=orders           | shop.public.orders     | true
            +schema=public +table=orders           | shop.sales.orders      | false
            +schema=public +schema=sales           | shop.sales.orders      | true
            +table=a +table=b                      | shop.public.b          | true
            +table~t_.*                            | shop.public.t_1        | true
            +table~t_                              | shop.public.t_1        | false
            +table~t_.*                            | shop.public.at_1       | false
            +table~t_.* -table~.*_bak              | shop.public.t_1_bak    | false
            -table~.*_bak +table~t_.*              | shop.public.t_1_bak    | false
            +table~t_.* -table~.*_bak              | shop.public.t_1        | true
            -table=secrets                         | shop.public.orders     | true
            -table=secrets                         | shop.public.secrets    | false
            +table~.* -schema=private              | shop.private.orders    | false
            +table~.* -database=shop               | shop.public.orders     | false
            +table~.*                              | shop.pg_catalog.pg_class | false
            +schema=pg_toast                       | shop.pg_toast.x        | false
            +table~.*                              | shop.information_schema.tables | false
            +schema~pg.*                           | shop.pgbench.t         | true
            """)
    void choosesByAllRulesTogether(String rules, String table, boolean chosen) {
        String[] names = table.split("\\.", -1);

        assertThat(selection(rules).matches(names[0], names[1], names[2])).isEqualTo(chosen);
    }

    @ParameterizedTest
    @CsvSource({"public, true", "sales, false", "pg_catalog, false"})
    void knowsSchemasWithoutTheirTables(String schema, boolean chosen) {
        assertThat(selection("+schema=public +table=orders").matchesSchema("shop", schema))
                .isEqualTo(chosen);
    }

    @Test
    void isTheSameWhenItsRulesAre() {
        assertThat(selection("+table=a"))
                .isEqualTo(selection("+table=a"))
                .hasSameHashCodeAs(selection("+table=a"))
                .isNotEqualTo(selection("-table=a"));
        assertThat(selection("+table=a").rules()).hasSize(1);
    }

    @Test
    void needsGoodRules() {
        assertThatIllegalArgumentException().isThrownBy(() -> TableSelection.of(List.of()));
        assertThatExceptionOfType(PatternSyntaxException.class).isThrownBy(() -> selection("+table~("));
    }

    static TableSelection selection(String rules) {
        return TableSelection.of(Arrays.stream(rules.split(" ", -1))
                .map(TableSelectionTest::rule)
                .toList());
    }

    private static SelectionRule rule(String text) {
        int sign = Math.max(text.indexOf('='), text.indexOf('~'));
        ObjectKind kind = Arrays.stream(ObjectKind.values())
                .filter(each -> each.toString().equalsIgnoreCase(text.substring(1, sign)))
                .findFirst()
                .orElseThrow();
        return new SelectionRule(
                kind,
                text.charAt(0) == '+' ? SelectionRule.Action.INCLUDE : SelectionRule.Action.EXCLUDE,
                text.charAt(sign) == '=' ? SelectionRule.Match.EXACT : SelectionRule.Match.REGEX,
                text.substring(sign + 1));
    }
}
