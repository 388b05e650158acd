package dev.sluice.postgresql;

import dev.sluice.postgresql.Followed.Way;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Histories by chance on a real source: whatever way the destination takes, it ends up with the same rows. */
final class ApplyRandomTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void endUpWithTheSameRows(long seed) throws Exception {
        RandomHistory history = new RandomHistory(seed);
        Random random = new Random(seed);
        try (Followed followed = Followed.start(DATABASES, folder, RandomHistory.TABLES)) {
            for (int round = 0; round < 6; round++) {
                int transactions = 1 + random.nextInt(15);
                for (int i = 0; i < transactions; i++) {
                    followed.change(random.nextInt(4) == 0 ? Way.IN_ORDER : Way.SETS, history.transaction());
                }
                followed.catchUp();
                DATABASES.assertSame("keyed");
                DATABASES.assertSame("whole");
                DATABASES.assertSame("other");
            }
        }
    }
}
