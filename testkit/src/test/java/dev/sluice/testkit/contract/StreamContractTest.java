package dev.sluice.testkit.contract;

import org.junit.jupiter.api.Nested;

/** The connector {@code stream}. */
final class StreamContractTest {
    /** Rows without anything random are made once and copied; others are made one by one. */
    private static final ReaderFixture COPIED = new StreamSource("{\"type\":\"long\",\"value\":7}");

    private static final ReaderFixture MADE = new StreamSource("{\"type\":\"long\",\"random\":\"7,7\"}");

    @Nested
    final class SplitsOfCopiedRows extends SplitContract {
        SplitsOfCopiedRows() {
            super(COPIED);
        }
    }

    @Nested
    final class SplitsOfMadeRows extends SplitContract {
        SplitsOfMadeRows() {
            super(MADE);
        }
    }

    @Nested
    final class CopiedRows extends RowSourceContract {
        CopiedRows() {
            super(COPIED);
        }
    }

    @Nested
    final class MadeRows extends RowSourceContract {
        MadeRows() {
            super(MADE);
        }
    }

    @Nested
    final class EndOfReading extends ReaderEndContract {
        EndOfReading() {
            super(MADE);
        }
    }

    @Nested
    final class CancelOfCopying extends ReaderCancelContract {
        CancelOfCopying() {
            super(COPIED);
        }
    }

    @Nested
    final class CancelOfMaking extends ReaderCancelContract {
        CancelOfMaking() {
            super(MADE);
        }
    }

    @Nested
    final class Printing extends RowSinkContract {
        Printing() {
            super(new StreamDestination());
        }
    }

    @Nested
    final class Rejection extends RejectionContract {
        Rejection() {
            super(new StreamDestination());
        }
    }

    @Nested
    final class EndOfPrinting extends WriterEndContract {
        EndOfPrinting() {
            super(new StreamDestination());
        }
    }

    @Nested
    final class CancelOfPrinting extends WriterCancelContract {
        CancelOfPrinting() {
            super(new StreamDestination());
        }
    }
}
