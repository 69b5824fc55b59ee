package io.hongyan.server.metrics;

import io.hongyan.broker.message.Clock;
import io.hongyan.transport.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/// Knows which shards are alive: each shard sets a timestamp every second.
public final class Heartbeats {
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private final Clock clock;
    private final AtomicLongArray marks;

    private Heartbeats(Clock clock, int loops) {
        this.clock = clock;
        this.marks = new AtomicLongArray(loops);
    }

    /// Watches those loops from now on.
    public static Heartbeats watch(List<? extends Loop> loops, Clock clock) {
        Heartbeats beats = new Heartbeats(clock, loops.size());
        for (int i = 0; i < loops.size(); i++) {
            int shard = i;
            beats.marks.set(shard, clock.steadyMillis());
            loops.get(i).every(PERIOD, () -> beats.marks.set(shard, clock.steadyMillis()));
        }
        return beats;
    }

    /// Whether each shard took a turn within the last fifteen seconds, in order.
    public List<Boolean> alive() {
        long now = clock.steadyMillis();
        List<Boolean> alive = new ArrayList<>();
        for (int i = 0; i < marks.length(); i++) {
            alive.add(now - marks.get(i) <= SILENCE.toMillis());
        }
        return alive;
    }
}
