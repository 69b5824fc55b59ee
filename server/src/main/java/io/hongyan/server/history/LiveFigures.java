package io.hongyan.server.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.BrokerStats;
import io.hongyan.broker.message.Clock;
import io.hongyan.server.event.EventCounter;
import io.hongyan.server.event.EventLog;
import io.hongyan.server.http.Pieces;
import io.hongyan.server.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the service is doing, every two seconds, for whoever watches. While nobody does, nothing is measured. Any
/// thread.
public final class LiveFigures {
    /// The most who watch at once.
    public static final int MOST_VIEWERS = 100;

    private static final long STEP_MILLIS = Duration.ofSeconds(2).toMillis();
    /// Rates over a longer time would be of a time when nobody watched.
    private static final long STALE_MILLIS = 3 * STEP_MILLIS;
    private static final long LOOK_MILLIS = 200;
    private static final double SECOND = 1000;
    private static final double HUNDREDTHS = 100;

    private final Clock clock;
    private final EventLog events;
    private final Sampler sampler;
    private Map<String, Long> drops;
    private long measured;
    private long number;
    private byte[] latest = new byte[0];
    private int viewers;

    public LiveFigures(BrokerStats stats, EventLog events, Clock clock) {
        this.clock = clock;
        this.events = events;
        this.sampler = new Sampler(stats, events, clock);
        this.drops = droppedByReason();
        this.measured = clock.steadyMillis();
    }

    /// Server-sent events, one every two seconds.
    ///
    /// @return null when too many watch already
    public synchronized @Nullable Pieces watch() {
        if (viewers >= MOST_VIEWERS) {
            return null;
        }
        viewers++;
        return new Viewer();
    }

    private synchronized void leave() {
        viewers--;
    }

    /// Measures when it is time to.
    private synchronized void look() {
        long millis = clock.steadyMillis() - measured;
        if (millis < STEP_MILLIS) {
            return;
        }
        Map<Measure, Double> values = sampler.take();
        Map<String, Long> now = droppedByReason();
        if (millis <= STALE_MILLIS) {
            latest = event(values, now, millis);
            number++;
        }
        drops = now;
        measured += millis;
    }

    private byte[] event(Map<Measure, Double> values, Map<String, Long> dropped, long millis) {
        Map<String, Object> sample = new LinkedHashMap<>();
        sample.put("at", Instant.ofEpochMilli(clock.wallMillis()).toString());
        values.forEach((measure, value) -> sample.put(
                measure.field(), rounded(measure.kind() == Measure.Kind.COUNT ? value * SECOND / millis : value)));
        Map<String, Object> rates = new TreeMap<>();
        dropped.forEach((reason, count) -> {
            long more = count - drops.getOrDefault(reason, 0L);
            if (more > 0) {
                rates.put(reason, rounded(more * SECOND / millis));
            }
        });
        sample.put("drops", rates);
        return ("event: sample\ndata: " + Json.line(sample) + "\n\n").getBytes(UTF_8);
    }

    private static double rounded(double value) {
        return Math.round(value * HUNDREDTHS) / HUNDREDTHS;
    }

    private Map<String, Long> droppedByReason() {
        Map<String, Long> all = new TreeMap<>();
        events.totals((counter, byReason) -> {
            if (counter == EventCounter.MESSAGES_DROPPED) {
                all.putAll(byReason);
            }
        });
        return all;
    }

    private synchronized byte @Nullable [] after(long seen) {
        look();
        return number == seen ? null : latest;
    }

    private synchronized long number() {
        return number;
    }

    /// One who watches.
    private final class Viewer implements Pieces {
        private long seen = number();
        private boolean begun;

        @Override
        public byte[] next() throws InterruptedException {
            if (!begun) {
                begun = true;
                return "retry: 2000\n\n".getBytes(UTF_8); // the browser comes back so soon after a restart
            }
            byte[] event = after(seen);
            if (event == null) {
                Thread.sleep(LOOK_MILLIS);
                return new byte[0];
            }
            seen = number();
            return event;
        }

        @Override
        public void close() {
            leave();
        }
    }
}
