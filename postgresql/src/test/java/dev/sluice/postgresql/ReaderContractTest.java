package dev.sluice.postgresql;

import dev.sluice.testkit.contract.ReaderCancelContract;
import dev.sluice.testkit.contract.ReaderEndContract;
import dev.sluice.testkit.contract.ReaderFixture;
import dev.sluice.testkit.contract.RowSourceContract;
import dev.sluice.testkit.contract.SplitContract;
import java.sql.SQLException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What every reader must do, by every way of reading. */
final class ReaderContractTest {
    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases();

    private static ReaderFixture read(UnaryOperator<TestJob> way) {
        return new ContractSource(databases, way, Progress.RUNS);
    }

    private static ReaderFixture anyTable() {
        return read(job -> job.tables("t"));
    }

    @Nested
    final class SplitsByStorage extends SplitContract {
        SplitsByStorage() {
            super(anyTable());
        }
    }

    @Nested
    final class SplitsByKey extends SplitContract {
        SplitsByKey() {
            super(read(job -> job.tables("t").splitPk("c0")));
        }
    }

    @Nested
    final class SplitsOfAQuery extends SplitContract {
        SplitsOfAQuery() {
            super(read(job -> job.queries("SELECT * FROM t").splitPk("c0")));
        }
    }

    @Nested
    final class SplitsWithoutASharedSnapshot extends SplitContract {
        SplitsWithoutASharedSnapshot() {
            super(read(job -> job.tables("t").consistency(Consistency.NONE)));
        }
    }

    @Nested
    final class Rows extends RowSourceContract {
        Rows() {
            super(anyTable());
        }
    }

    @Nested
    final class End extends ReaderEndContract {
        End() {
            super(anyTable());
        }
    }

    @Nested
    final class CancelOfReading extends ReaderCancelContract {
        CancelOfReading() {
            super(anyTable());
        }
    }

    @Nested
    final class CancelOfWaiting extends ReaderCancelContract {
        private Gate gate;

        CancelOfWaiting() {
            super(new ContractSource(databases, job -> job.tables("t"), Progress.STANDS_STILL));
        }

        @BeforeEach
        void closeGate() throws SQLException {
            gate = new Gate(databases.source());
        }

        @AfterEach
        void openGate() throws SQLException {
            gate.close();
        }
    }
}
