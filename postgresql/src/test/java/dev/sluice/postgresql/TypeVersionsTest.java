package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.TestingPostgres;
import dev.sluice.testkit.TypeSample;
import dev.sluice.testkit.TypeSamples;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the oldest and the newest server both know goes from the one to the other, in both forms. */
final class TypeVersionsTest {
    static Stream<Arguments> ways() {
        int oldest = Collections.min(TestingPostgres.availableVersions());
        int newest = Collections.max(TestingPostgres.availableVersions());
        return SampleTables.Way.all(2).stream()
                .flatMap(way -> Stream.of(Arguments.of(oldest, newest, way), Arguments.of(newest, oldest, way)));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void typesOfBothArriveAsTheyLeft(int from, int to, SampleTables.Way way) throws SQLException {
        List<TypeSample> samples = TypeSamples.all(Math.min(from, to));
        TwoDatabases databases = new TwoDatabases(from, to);
        databases.open();
        try {
            assertThat(new SampleTables(databases, samples).create().send(way)).isEmpty();
        } finally {
            databases.close();
        }
    }
}
