package dev.sluice.postgresql;

import dev.sluice.testkit.TestingPostgres;
import java.util.List;
import java.util.stream.Stream;

/** The major versions of a source and of a destination. */
record VersionPair(int from, int to) {
    /**
     * Returns the pairs that tests run on: each tested version with the oldest and with the newest of them, as source and as
     * destination. Where that is a quick set only the oldest and the newest, since all other tests run on the third.
     */
    static Stream<VersionPair> all() {
        List<Integer> versions = TestingPostgres.testedVersions();
        List<Integer> ends = List.of(versions.get(0), versions.get(versions.size() - 1));
        List<Integer> paired = versions.size() <= 3 ? ends : versions;
        return paired.stream()
                .flatMap(version -> ends.stream()
                        .filter(end -> !end.equals(version))
                        .flatMap(end -> Stream.of(new VersionPair(version, end), new VersionPair(end, version))))
                .distinct();
    }

    /** Returns the older of the two. */
    int older() {
        return Math.min(from, to);
    }

    @Override
    public String toString() {
        return from + " to " + to;
    }
}
