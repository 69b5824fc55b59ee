package io.hongyan.amqp.connection;

import io.hongyan.broker.message.Clock;
import io.hongyan.transport.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/// The AMQP connections of one loop.
///
/// Confined to that loop, except [#onEach].
final class LoopConnections {
    private static final Duration TICK = Duration.ofMillis(250);

    private final Loop loop;
    private final Set<Live> all = new LinkedHashSet<>();

    LoopConnections(Loop loop, Clock clock) {
        this.loop = loop;
        loop.execute(() -> loop.every(TICK, () -> {
            long now = clock.steadyMillis();
            each(live -> live.tick(now));
        }));
    }

    void add(Live live) {
        all.add(live);
    }

    void remove(Live live) {
        all.remove(live);
    }

    /// Does something with each connection, later, on the loop. Any thread.
    void onEach(Consumer<Live> task) {
        loop.execute(() -> each(task));
    }

    private void each(Consumer<Live> task) {
        if (!all.isEmpty()) {
            new ArrayList<>(all).forEach(task); // a task may end connections
        }
    }
}
