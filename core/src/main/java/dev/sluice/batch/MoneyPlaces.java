package dev.sluice.batch;

import dev.sluice.connector.Reader;
import dev.sluice.connector.Writer;
import dev.sluice.preflight.Finding;
import dev.sluice.row.Column;
import dev.sluice.row.Dialect;
import dev.sluice.row.PgTypes;
import dev.sluice.row.RowSchema;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Whether money is the same amount on both sides. It is stored as a whole number of the smallest unit, and read with point
 * and dollar: where the sides do not have as many decimal places, both give another amount.
 */
final class MoneyPlaces {
    private final Reader reader;
    private final Writer writer;

    MoneyPlaces(Reader reader, Writer writer) {
        this.reader = reader;
        this.writer = writer;
    }

    /** Returns a failure for each column of money that would arrive as another amount. */
    List<Finding> findings() {
        RowSchema source = reader.schema();
        RowSchema target = writer.target(source);
        List<Column> columns = IntStream.range(0, source.size())
                .filter(i -> PgTypes.isMoney(source.column(i).type())
                        && PgTypes.isMoney(target.column(i).type()))
                .mapToObj(source::column)
                .toList();
        return columns.isEmpty() ? List.of() : findings(columns, reader.dialect(), writer.dialect());
    }

    private static List<Finding> findings(List<Column> columns, Optional<Dialect> source, Optional<Dialect> target) {
        if (source.isEmpty() || target.isEmpty() || target.get().countsMoneyLike(source.get())) {
            return List.of();
        }
        return columns.stream()
                .map(column -> Finding.failed(
                        "column types",
                        "money has " + source.get().moneyPlaces() + " decimal places at the source and "
                                + target.get().moneyPlaces() + " at the destination (lc_monetary), so " + column.name()
                                + " would arrive as another amount",
                        "Cast it in the reader's column list: \"" + column.name() + "::numeric"
                                + (column.type().name().endsWith("[]") ? "[]" : "") + "\""))
                .toList();
    }
}
