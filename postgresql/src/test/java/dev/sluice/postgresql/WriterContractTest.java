package dev.sluice.postgresql;

import dev.sluice.testkit.contract.RejectionContract;
import dev.sluice.testkit.contract.RowSinkContract;
import dev.sluice.testkit.contract.WriterCancelContract;
import dev.sluice.testkit.contract.WriterEndContract;
import dev.sluice.testkit.contract.WriterFixture;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What every writer must do, by both ways in which rows get into a table. */
final class WriterContractTest {
    /** COPY passes rewrite rules by, so rows come through a temporary table. */
    private static final String WITH_RULE = "CREATE RULE r AS ON INSERT TO t DO ALSO NOTHING";

    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases();

    private static WriterFixture direct() {
        return new ContractDestination(databases, "ANALYZE t", Progress.RUNS);
    }

    private static WriterFixture staged() {
        return new ContractDestination(databases, WITH_RULE, Progress.RUNS);
    }

    @Nested
    final class Rows extends RowSinkContract {
        Rows() {
            super(direct());
        }
    }

    @Nested
    final class StagedRows extends RowSinkContract {
        StagedRows() {
            super(staged());
        }
    }

    @Nested
    final class Rejection extends RejectionContract {
        Rejection() {
            super(direct());
        }
    }

    @Nested
    final class StagedRejection extends RejectionContract {
        StagedRejection() {
            super(staged());
        }
    }

    @Nested
    final class End extends WriterEndContract {
        End() {
            super(direct());
        }
    }

    @Nested
    final class StagedEnd extends WriterEndContract {
        StagedEnd() {
            super(staged());
        }
    }

    @Nested
    final class CancelOfWriting extends WriterCancelContract {
        CancelOfWriting() {
            super(direct());
        }
    }

    @Nested
    final class CancelOfWaiting extends WriterCancelContract {
        private Gate gate;

        CancelOfWaiting() {
            super(new ContractDestination(databases, "ANALYZE t", Progress.STANDS_STILL));
        }

        @BeforeEach
        void closeGate() throws SQLException {
            gate = new Gate(databases.destination());
        }

        @AfterEach
        void openGate() throws SQLException {
            gate.close();
        }
    }
}
