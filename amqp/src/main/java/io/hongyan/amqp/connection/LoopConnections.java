package io.hongyan.amqp.connection;

import io.hongyan.broker.message.Clock;
import io.hongyan.transport.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// The AMQP connections of one loop.
///
/// Confined to that loop, except [#onEach] and [#ask].
final class LoopConnections {
    private static final Duration TICK = Duration.ofMillis(250);

    private final Loop loop;
    private final LongSupplier ids;
    private final Set<Live> all = new LinkedHashSet<>();

    /// @param ids answers with a larger one each time; any thread
    LoopConnections(Loop loop, Clock clock, LongSupplier ids) {
        this.loop = loop;
        this.ids = ids;
        loop.execute(() -> loop.every(TICK, () -> {
            long now = clock.steadyMillis();
            each(live -> live.tick(now));
        }));
    }

    /// The id of the next open connection.
    long nextId() {
        return ids.getAsLong();
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

    /// Asks for something of the connections that are open, by rising id. Any thread.
    ///
    /// @param question answered on the loop; it may end connections
    <T> CompletableFuture<T> ask(Function<Stream<AmqpConnection>, T> question) {
        return CompletableFuture.supplyAsync(() -> question.apply(open()), loop);
    }

    private Stream<AmqpConnection> open() {
        return List.copyOf(all).stream()
                .filter(AmqpConnection.class::isInstance)
                .map(AmqpConnection.class::cast);
    }

    private void each(Consumer<Live> task) {
        if (!all.isEmpty()) {
            new ArrayList<>(all).forEach(task); // a task may end connections
        }
    }
}
