package dev.sluice.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.change.ChangeBatch;
import dev.sluice.change.ChangeBatch.Transaction;
import dev.sluice.change.ChangeCursor;
import dev.sluice.change.Lsn;
import dev.sluice.change.Tuple;
import dev.sluice.connector.ChangeStream;
import dev.sluice.connector.ChangeStream.Fetched;
import dev.sluice.row.PgTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A stream that is read as a run reads it: what is not whole waits, and what is rolled back is forgotten. Changes are written
 * as {@code INSERT a 1}. Closes the stream.
 */
final class ReadStream implements AutoCloseable {
    private final ChangeStream stream;
    private final ChangeBatch batch = new ChangeBatch(1 << 16);
    private final ChangeCursor cursor = new ChangeCursor();
    private final List<String> changes = new ArrayList<>();
    private final List<Lsn> commits = new ArrayList<>();
    private final List<String> begun = new ArrayList<>();
    private Optional<Transaction> last = Optional.empty();
    private Lsn position = Lsn.NONE;
    private boolean whole = true;

    ReadStream(ChangeStream stream) {
        this.stream = stream;
    }

    /** Returns inserts of one table, as they are written here. */
    static List<String> inserts(String table, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "INSERT " + table + " " + i)
                .toList();
    }

    /** Fetches once, and checks that a transaction that is not whole goes on. */
    Fetched fetch() {
        batch.clear();
        Fetched fetched = stream.fetch(batch);
        if (fetched.rolledBack()) {
            begun.clear();
            whole = true;
        }
        for (int i = 0; i < batch.changes(); i++) {
            add(i);
        }
        whole = fetched.whole();
        if (whole) {
            changes.addAll(begun);
            begun.clear();
            assertThat(position).isLessThanOrEqualTo(fetched.position());
            position = fetched.position();
            assertThat(commits).allMatch(commit -> commit.isBefore(position));
        }
        return fetched;
    }

    private void add(int index) {
        Optional<Transaction> transaction = batch.transaction(index);
        if (index == 0 && transaction.isPresent()) {
            assertThat(transaction.equals(last)).isEqualTo(!whole);
        }
        if (transaction.isPresent() && !transaction.equals(last)) {
            assertThat(position).isLessThanOrEqualTo(transaction.get().position());
            commits.add(transaction.get().position());
        }
        last = transaction;
        cursor.moveTo(batch, index);
        Tuple known = cursor.after().size() > 0 ? cursor.after() : cursor.before();
        begun.add(batch.kind(index) + " " + batch.table(index).name().table() + " "
                + text(known, batch.table(index).columns().get(0).type().oid()));
    }

    private static String text(Tuple tuple, int oid) {
        return tuple.isBinary(0)
                ? PgTypes.find(oid).orElseThrow().text(tuple.bytes(), tuple.offset(0), tuple.length(0))
                : String.valueOf(tuple.text(0));
    }

    /** Reads until everything before {@code end} has come. */
    ReadStream readTo(Lsn end) {
        do {
            fetch();
        } while (!whole || position.isBefore(end));
        return this;
    }

    /** Returns what has come of transactions that are whole. */
    List<String> changes() {
        return changes;
    }

    /** Returns what has come of a transaction that is not whole. */
    List<String> begun() {
        return begun;
    }

    /** Returns where each transaction was committed that brought something. */
    List<Lsn> commits() {
        return commits;
    }

    /** Returns the place behind everything that is whole. */
    Lsn position() {
        return position;
    }

    ChangeStream stream() {
        return stream;
    }

    @Override
    public void close() {
        stream.close();
    }
}
