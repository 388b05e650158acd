package dev.sluice.postgresql;

import dev.sluice.testkit.contract.ChangeSinkCancelContract;
import dev.sluice.testkit.contract.ChangeSinkContract;
import dev.sluice.testkit.contract.ChangeSinkEndContract;
import dev.sluice.testkit.contract.ProgressContract;
import dev.sluice.testkit.contract.RollBackContract;
import dev.sluice.testkit.contract.SinkTablesContract;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What every destination of a real-time job must do. */
final class ChangeSinkContractTest {
    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases();

    private static ContractChangeDestination destination(Progress progress) {
        return new ContractChangeDestination(databases, progress);
    }

    @Nested
    final class Changes extends ChangeSinkContract {
        Changes() {
            super(destination(Progress.RUNS));
        }
    }

    @Nested
    final class RollBack extends RollBackContract {
        RollBack() {
            super(destination(Progress.RUNS));
        }
    }

    @Nested
    final class JobProgress extends ProgressContract {
        JobProgress() {
            super(destination(Progress.RUNS));
        }
    }

    @Nested
    final class Tables extends SinkTablesContract {
        Tables() {
            super(destination(Progress.RUNS));
        }
    }

    @Nested
    final class End extends ChangeSinkEndContract {
        End() {
            super(destination(Progress.RUNS));
        }
    }

    @Nested
    final class CancelOfApplying extends ChangeSinkCancelContract {
        CancelOfApplying() {
            super(destination(Progress.RUNS));
        }
    }

    @Nested
    final class CancelOfWaiting extends ChangeSinkCancelContract {
        private Gate gate;

        CancelOfWaiting() {
            super(destination(Progress.STANDS_STILL));
        }

        @BeforeEach
        void closeGate() throws SQLException {
            destination(Progress.STANDS_STILL).makeStandingStill();
            gate = new Gate(databases.destination());
        }

        @AfterEach
        void openGate() throws SQLException {
            gate.close();
        }
    }
}
