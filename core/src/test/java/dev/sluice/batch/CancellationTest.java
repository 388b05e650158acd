package dev.sluice.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CancellationTest {
    private final Cancellation cancellation = new Cancellation();
    private final List<String> ended = new ArrayList<>();

    @Test
    void endsNothingByItself() {
        cancellation.onRequest(() -> ended.add("reader"));

        assertThat(ended).isEmpty();
    }

    @Test
    void endsEverybodyOnce() {
        cancellation.onRequest(() -> ended.add("reader"));
        cancellation.onRequest(() -> ended.add("writer"));

        cancellation.request();
        cancellation.request();

        assertThat(ended).containsExactly("reader", "writer");
    }

    @Test
    void endsAtOnceWhoComesLater() {
        cancellation.request();

        cancellation.onRequest(() -> ended.add("late"));

        assertThat(ended).containsExactly("late");
    }

    @Test
    void endsNobodyWhoHasDoneHisWork() {
        Cancellation.Registration reader = cancellation.onRequest(() -> ended.add("reader"));
        cancellation.onRequest(() -> ended.add("writer"));

        reader.close();
        cancellation.request();
        reader.close();

        assertThat(ended).containsExactly("writer");
    }

    @Test
    void isFreeForWhoeverEndsToGiveBack() {
        List<Cancellation.Registration> given = new ArrayList<>();
        given.add(cancellation.onRequest(() -> given.forEach(Cancellation.Registration::close)));
        given.add(cancellation.onRequest(() -> ended.add("writer")));

        cancellation.request();

        assertThat(ended).containsExactly("writer");
    }

    @Test
    void isFreeForWhoeverEndsToAskAgain() {
        cancellation.onRequest(cancellation::request);
        cancellation.onRequest(() -> ended.add("writer"));

        cancellation.request();

        assertThat(ended).containsExactly("writer");
    }
}
