package dev.sluice.stream;

import dev.sluice.row.RowBatch;
import dev.sluice.row.RowCursor;
import dev.sluice.row.RowSchema;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes rows of the text format as lines with the values themselves, without escapes. Used by one thread. */
final class LinePrinter {
    private final RowCursor cursor;
    private final int columns;
    private final byte[] delimiter;
    private final byte[] nullText;
    private final LineOutput output;
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

    LinePrinter(RowSchema schema, StreamWriterOptions.Lines format, LineOutput output) {
        this.cursor = new RowCursor(schema);
        this.columns = schema.size();
        this.delimiter = format.delimiter().getBytes(StandardCharsets.UTF_8);
        this.nullText = format.nullText().getBytes(StandardCharsets.UTF_8);
        this.output = output;
    }

    void print(RowBatch batch) {
        lines.reset();
        for (int row = 0; row < batch.rows(); row++) {
            cursor.moveTo(batch, row);
            for (int column = 0; column < columns; column++) {
                if (column > 0) {
                    lines.writeBytes(delimiter);
                }
                appendField(batch.bytes(), column);
            }
            lines.write('\n');
        }
        output.write(lines);
    }

    private void appendField(byte[] bytes, int column) {
        if (cursor.isNull(column)) {
            lines.writeBytes(nullText);
            return;
        }
        int offset = cursor.offset(column);
        int length = cursor.length(column);
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\\') {
                lines.writeBytes(String.valueOf(cursor.text(column)).getBytes(StandardCharsets.UTF_8));
                return;
            }
        }
        lines.write(bytes, offset, length);
    }
}
