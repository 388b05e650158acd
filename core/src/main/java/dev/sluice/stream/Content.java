package dev.sluice.stream;

import dev.sluice.row.RowBuilder;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** What the fields of a column hold. Immutable; implementations are shared by all channels. */
sealed interface Content {
    /** Stands in for what a job file gives wrongly; never asked for a field. */
    Content NOTHING = new Constant(RowBuilder::addNull);

    /** Returns what writes the fields of one channel; used by one thread. */
    FieldWriter writer(SplittableRandom random);

    /** Writes one field into every row. */
    @FunctionalInterface
    interface FieldWriter {
        void add(RowBuilder row);
    }

    /** Makes a writer that draws its fields. */
    @FunctionalInterface
    interface Drawing {
        FieldWriter with(SplittableRandom random);
    }

    /** The same in every row. */
    record Constant(Consumer<RowBuilder> value) implements Content {
        @Override
        public FieldWriter writer(SplittableRandom random) {
            return value::accept;
        }
    }

    /** Another in every row. */
    record Random(Drawing drawing) implements Content {
        @Override
        public FieldWriter writer(SplittableRandom random) {
            return drawing.with(random);
        }
    }
}
