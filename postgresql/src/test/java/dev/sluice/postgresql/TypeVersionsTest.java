package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.TypeSample;
import dev.sluice.testkit.TypeSamples;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What two servers both know goes from the one to the other, whichever is the older, in both forms and both write modes. */
final class TypeVersionsTest {
    static Stream<VersionPair> pairs() {
        return VersionPair.all();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void typesOfBothArriveAsTheyLeft(VersionPair pair) throws SQLException {
        List<TypeSample> samples = TypeSamples.all(pair.older());
        TwoDatabases databases = new TwoDatabases(pair.from(), pair.to());
        databases.open();
        try {
            SampleTables tables = new SampleTables(databases, samples).create();
            for (SampleTables.Way way : SampleTables.Way.all(2)) {
                assertThat(tables.send(way)).as("%s", way).isEmpty();
            }
        } finally {
            databases.close();
        }
    }
}
