package dev.sluice.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.Reader;
import dev.sluice.connector.RowSource;
import dev.sluice.connector.Split;
import dev.sluice.connector.SplitPlan;
import dev.sluice.row.RowFormat;
import dev.sluice.row.RowSchema;
import dev.sluice.testkit.contract.ReaderFixture.Ability;
import dev.sluice.testkit.contract.ReaderFixture.Sample;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a reader divides its work: every row is in exactly one split, whoever reads it, when and how often. */
@Timeout(60)
public abstract class SplitContract {
    private static final int ROWS = 3000;

    private final ReaderFixture fixture;

    /** Makes the suite for one reader. */
    protected SplitContract(ReaderFixture fixture) {
        this.fixture = fixture;
    }

    @ParameterizedTest
    @CsvSource({"1, 3000", "2, 3000", "7, 3000", "2, 1", "40, 3"})
    void everyRowIsInOneSplit(int channels, int rows) throws Exception {
        Sample sample = fixture.rows(rows);
        try (Reader reader = sample.readers().get()) {
            SplitPlan plan = reader.plan(channels);
            List<Split> backwards = new ArrayList<>(plan.splits());
            Collections.reverse(backwards);

            assertThat(plan.splits()).extracting(Split::label).doesNotHaveDuplicates();
            Rows.assertSame(
                    Rows.read(reader, form(reader), backwards), sample.rows().apply(channels));
        }
    }

    @Test
    void channelsReadAtTheSameTime() throws Exception {
        int channels = 4;
        Sample sample = fixture.rows(ROWS);
        try (Reader reader = sample.readers().get()) {
            RowSchema schema = reader.schema();
            Queue<Split> splits =
                    new ConcurrentLinkedQueue<>(reader.plan(channels).splits());
            Callable<List<List<@Nullable String>>> channel = () -> readAll(reader, schema, splits);

            List<List<@Nullable String>> rows = new ArrayList<>();
            Together.run(Collections.nCopies(channels, channel)).forEach(rows::addAll);

            Rows.assertSame(rows, sample.rows().apply(channels));
        }
    }

    private static List<List<@Nullable String>> readAll(Reader reader, RowSchema schema, Queue<Split> splits) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        RowFormat form = form(reader);
        try (RowSource source = reader.source(form)) {
            for (Split split = splits.poll(); split != null; split = splits.poll()) {
                rows.addAll(Rows.read(source, split, schema, form));
            }
        }
        return rows;
    }

    @Test
    void aSplitGivesTheSameRowsAgain() throws Exception {
        try (Reader reader = fixture.rows(ROWS).readers().get()) {
            RowSchema schema = reader.schema();
            List<Split> splits = reader.plan(2).splits();
            RowFormat form = form(reader);
            try (RowSource source = reader.source(form)) {
                for (Split split : splits) {
                    List<List<@Nullable String>> first = Rows.read(source, split, schema, form);

                    Rows.assertSame(Rows.read(source, split, schema, form), first);
                    Rows.assertSame(Rows.read(reader, form, List.of(split)), first);
                }
            }
        }
    }

    @Test
    void aSplitTravelsToAnotherReader() throws Exception {
        Sample sample = fixture.rows(ROWS);
        try (Reader planner = sample.readers().get();
                Reader other = sample.readers().get()) {
            List<Split> travelled = new ArrayList<>();
            for (Split split : planner.plan(2).splits()) {
                travelled.add(travel(split));
            }

            Rows.assertSame(
                    Rows.read(other, form(other), travelled), sample.rows().apply(2));
        }
    }

    private static Split travel(Split split) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(split);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (Split) in.readObject();
        }
    }

    @Test
    void aSourceCanBeEmpty() throws Exception {
        Refusal refusal = fixture.refusals().get(Ability.NO_ROWS);
        if (refusal != null) {
            refusal.assertThrownBy(fixture::empty);
            return;
        }
        try (Reader reader = fixture.empty()) {
            assertThat(Rows.read(reader, form(reader), reader.plan(3).splits())).isEmpty();
        }
    }

    /** How rows are divided does not depend on their form. */
    private static RowFormat form(Reader reader) {
        return reader.formats().iterator().next();
    }
}
