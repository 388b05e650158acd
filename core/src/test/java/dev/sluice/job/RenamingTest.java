package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.job.RenameExpression.Rewrite;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RenamingTest {
    private static final Renaming NONE = new Renaming(Optional.empty(), Optional.empty(), Optional.empty());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ${srcTableName}                                          | t_orders
            ods_${srcTableName}                                      | ods_t_orders
            ${srcDatasourceName}_${srcDatabaseName}_${srcSchemaName} | src_shop_public
            all                                                      | all
            ${srcTableName}${srcTableName}                           | t_orderst_orders
            $5 \\ ${srcTableName}                                    | $5 \\ t_orders
            """)
    void putsNamesOfTheSourceInTheirPlaces(String expression, String expected) {
        assertThat(destination(rename(expression))).isEqualTo(new TableName("public", expected));
    }

    @Test
    void keepsNamesWithoutARule() {
        assertThat(NONE.destinationOf("src", "shop", "Odd Schema", "t-1")).hasToString("Odd Schema.t-1");
        assertThat(NONE.databaseOf(new SourceTable("src", "shop", new TableName("s", "t"))))
                .isEqualTo("shop");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ^t_(.*)$ | $1    | orders
            ^t_      | ''    | orders
            ^x_      | ''    | t_orders
            r        | RR    | t_oRRdeRRs
            (o)(r)   | $2$1  | t_roders
            e        | \\$   | t_ord$rs
            """)
    void rewritesWhatMatches(String from, String to, String expected) {
        assertThat(destination(rename("${srcTableName}", new Rewrite(SourceVariable.TABLE, from, to)))
                        .table())
                .isEqualTo(expected);
    }

    @Test
    void rewritesOneAfterTheOtherAndEachVariableForItself() {
        TransformationRule.Rename rule = rename(
                "${srcSchemaName}_${srcTableName}",
                new Rewrite(SourceVariable.TABLE, "^t_", "x_"),
                new Rewrite(SourceVariable.SCHEMA, "public", "p"),
                new Rewrite(SourceVariable.TABLE, "^x_", ""));

        assertThat(destination(rule).table()).isEqualTo("p_orders");
    }

    @Test
    void renamesSchemasAndDatabasesForThemselves() {
        Renaming renaming = new Renaming(
                Optional.of(rename("${srcDatabaseName}_new")), Optional.of(rename("ods")), Optional.empty());

        assertThat(renaming.destinationOf("src", "shop", "public", "t")).isEqualTo(new TableName("ods", "t"));
        assertThat(renaming.databaseOf(new SourceTable("src", "shop", new TableName("s", "t"))))
                .isEqualTo("shop_new");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "${srcTableName}${srcTableName}${srcTableName}${srcTableName}${srcTableName}${srcTableName}${srcTableName}x8901234"
            })
    void refusesNamesThatPostgresqlWouldNotKeep(String expression) {
        assertThatExceptionOfType(SyncException.class)
                .isThrownBy(() -> destination(rename(expression)))
                .returns(ErrorCode.FILE_INVALID, SyncException::code)
                .withMessageContaining("The rule \"r\" gives public.t_orders a name of ");
    }

    @Test
    void countsBytesNotLetters() {
        assertThat(destination(rename("文".repeat(21))).table()).hasSize(21);
        assertThatExceptionOfType(SyncException.class).isThrownBy(() -> destination(rename("文".repeat(22))));
    }

    @Test
    void checksExpressionsAtBirth() {
        assertThatIllegalArgumentException().isThrownBy(() -> rename("${srcTabelName}"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rewrite(SourceVariable.TABLE, "(", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rewrite(SourceVariable.TABLE, "(a)", "$2"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rewrite(SourceVariable.TABLE, "a", "$"));
        assertThat(new Rewrite(SourceVariable.TABLE, "(?x)(a) # so", "$1").to()).isEqualTo("$1");
    }

    private static TransformationRule.Rename rename(String expression, Rewrite... rewrites) {
        return new TransformationRule.Rename(
                "r", ObjectKind.TABLE, new RenameExpression(expression, List.of(rewrites)));
    }

    private static TableName destination(TransformationRule.Rename table) {
        return new Renaming(Optional.empty(), Optional.empty(), Optional.of(table))
                .destinationOf("src", "shop", "public", "t_orders");
    }
}
