package dev.sluice.postgresql;

import dev.sluice.row.RowBatch;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The batches of one COPY, kept until the server has accepted them, with their rows numbered through from 0. */
final class RowGroup {
    /** Takes rows of one batch, {@code from} inclusive to {@code to} exclusive. */
    interface RangeSender {
        void send(RowBatch batch, int from, int to) throws SQLException;
    }

    private final List<RowBatch> batches = new ArrayList<>();
    private int rows;
    private long bytes;

    void add(RowBatch batch) {
        batches.add(batch);
        rows += batch.rows();
        bytes += batch.length();
    }

    List<RowBatch> batches() {
        return batches;
    }

    int rows() {
        return rows;
    }

    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return batches.isEmpty();
    }

    void clear() {
        batches.clear();
        rows = 0;
        bytes = 0;
    }

    /** Sends the rows {@code from} inclusive to {@code to} exclusive. */
    void send(int from, int to, RangeSender sender) throws SQLException {
        int first = 0;
        for (RowBatch batch : batches) {
            int begin = Math.max(from - first, 0);
            int end = Math.min(to - first, batch.rows());
            if (begin < end) {
                sender.send(batch, begin, end);
            }
            first += batch.rows();
        }
    }

    /** Returns the batch that holds {@code row}. */
    RowBatch batchOf(int row) {
        return batches.get(batchIndex(row));
    }

    /** Returns the index of {@code row} in its batch. */
    int indexInBatch(int row) {
        int before = 0;
        for (RowBatch batch : batches.subList(0, batchIndex(row))) {
            before += batch.rows();
        }
        return row - before;
    }

    private int batchIndex(int row) {
        int before = 0;
        for (int i = 0; i < batches.size(); i++) {
            before += batches.get(i).rows();
            if (row < before) {
                return i;
            }
        }
        throw new IndexOutOfBoundsException("Row " + row + " of " + rows);
    }
}
