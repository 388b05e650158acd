package dev.sluice.batch;

import dev.sluice.connector.Reader;
import dev.sluice.connector.SplitPlan;
import dev.sluice.connector.Writer;
import dev.sluice.job.Speed;
import dev.sluice.preflight.Finding;
import dev.sluice.row.BatchSize;
import dev.sluice.row.Column;
import dev.sluice.row.ColumnType;
import dev.sluice.row.PgTypes;
import dev.sluice.row.RowFormat;
import dev.sluice.row.RowSchema;
import java.util.Optional;
import java.util.OptionalLong;

/** Decides how rows travel and in how many parts, from what both sides say about themselves. */
final class BatchPlanner {
    /** A throttled run hands over this share of a second's rows or bytes at a time, so that its flow is even. */
    private static final int HANDOVERS_PER_SECOND = 20;

    private final Reader reader;
    private final Writer writer;
    private final Speed speed;

    BatchPlanner(Reader reader, Writer writer, Speed speed) {
        this.reader = reader;
        this.writer = writer;
        this.speed = speed;
    }

    SplitPlan splits() {
        return reader.plan(speed.channels());
    }

    BatchPlan plan(SplitPlan splits) {
        RowSchema source = reader.schema();
        RowSchema target = writer.target(source);
        Finding.require(new MoneyPlaces(reader, writer).findings());
        Optional<String> textReason = whyText(source, target);
        return new BatchPlan(
                source,
                target,
                textReason.isPresent() ? RowFormat.TEXT : RowFormat.BINARY,
                textReason.orElse("both sides have the same built-in types"),
                splits,
                channels(splits),
                batchSize());
    }

    /** Returns how many channels there are work for. */
    int channels(SplitPlan splits) {
        return Math.min(speed.channels(), splits.splits().size());
    }

    private Optional<String> whyText(RowSchema source, RowSchema target) {
        if (!reader.formats().contains(RowFormat.BINARY)) {
            return Optional.of("the reader gives text only");
        }
        if (!writer.formats().contains(RowFormat.BINARY)) {
            return Optional.of("the writer wants text");
        }
        for (int i = 0; i < source.size(); i++) {
            Column from = source.column(i);
            Column to = target.column(i);
            if (from.type().oid() != to.type().oid() || !isPortable(from.type())) {
                return Optional.of(from.name() + " " + from.type().name() + " goes to " + to.name() + " "
                        + to.type().name() + ", which only text can carry");
            }
        }
        return Optional.empty();
    }

    private boolean isPortable(ColumnType type) {
        return PgTypes.portable(type)
                && (!PgTypes.isInterval(type)
                        || writer.dialect()
                                .flatMap(to -> reader.dialect().map(from -> to.understands(type, from)))
                                .orElse(true));
    }

    private BatchSize batchSize() {
        return new BatchSize(
                share(speed.bytesPerSecond(), BatchSize.DEFAULT.bytes()),
                share(speed.recordsPerSecond(), BatchSize.DEFAULT.rows()));
    }

    private static int share(OptionalLong perSecond, int most) {
        return perSecond.isEmpty()
                ? most
                : (int) Math.max(1, Math.min(most, perSecond.getAsLong() / HANDOVERS_PER_SECOND));
    }
}
