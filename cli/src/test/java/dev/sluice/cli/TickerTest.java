package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.Time;
import dev.sluice.batch.RunCounters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Exchanger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class TickerTest {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    /** Time that passes only when the test says so: each sleep waits for one call of {@link #pass}. */
    private static final class HandTime implements Time {
        private final AtomicLong nanos = new AtomicLong();
        private final Exchanger<Duration> sleeps = new Exchanger<>();

        Duration pass() throws InterruptedException {
            return sleeps.exchange(Duration.ZERO);
        }

        @Override
        public Instant now() {
            return Instant.EPOCH.plusNanos(nanos());
        }

        @Override
        public long nanos() {
            return nanos.get();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            sleeps.exchange(duration);
            nanos.addAndGet(duration.toNanos());
        }
    }

    private record Shown(String kind, long seconds, long rows) {}

    private static final class Recording implements Progress {
        private final List<Shown> shown = new CopyOnWriteArrayList<>();

        @Override
        public void show(Pace.Reading now) {
            add("show", now);
        }

        @Override
        public void end(Pace.Reading last) {
            add("end", last);
        }

        private void add(String kind, Pace.Reading reading) {
            shown.add(new Shown(
                    kind,
                    Duration.ofNanos(reading.nanos()).toSeconds(),
                    reading.counts().recordsRead()));
        }
    }

    @Test
    void showsTheCountersAtEveryTickAndAtTheEnd() throws InterruptedException {
        HandTime time = new HandTime();
        RunCounters counters = new RunCounters();
        Recording record = new Recording();
        Ticker ticker = Ticker.start(record, counters, INTERVAL, time);

        counters.read(5, 50);
        assertThat(time.pass()).isEqualTo(INTERVAL);
        time.pass();
        // The second sleep has begun, so the first tick has been shown; the third pass waits for the second one.
        time.pass();
        ticker.close();

        assertThat(record.shown)
                .startsWith(new Shown("show", 10, 5), new Shown("show", 20, 5))
                .last()
                .returns("end", Shown::kind);
    }
}
