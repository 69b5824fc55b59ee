package io.hongyan.amqp.connection;

import io.hongyan.amqp.frame.AmqpFraming;
import io.hongyan.broker.admission.LimitedAcceptor;
import io.hongyan.broker.quota.ConnectionLimiter;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import io.hongyan.transport.Framing;
import io.hongyan.transport.Loop;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where AMQP connections come in. Any loop.
final class AmqpAcceptor extends LimitedAcceptor {
    private final Door door;
    private final AtomicLong lastId = new AtomicLong();
    private final Map<Loop, LoopConnections> byLoop;

    AmqpAcceptor(Door door, ConnectionLimiter limiter, List<? extends Loop> loops) {
        super(limiter, door.events());
        this.door = door;
        this.byLoop = loops.stream()
                .collect(Collectors.toUnmodifiableMap(
                        loop -> loop, loop -> new LoopConnections(loop, door.clock(), lastId::incrementAndGet)));
    }

    /// Does something with every connection, on its loop. Any thread.
    void onEach(Consumer<Live> task) {
        byLoop.values().forEach(connections -> connections.onEach(task));
    }

    /// Asks for something of the connections that are open: those of each loop, by rising id. Any thread.
    ///
    /// @param question answered on the loop of those connections; it may end them
    /// @return the answers for all loops
    <T> CompletableFuture<List<T>> ask(Function<Stream<AmqpConnection>, T> question) {
        List<CompletableFuture<T>> answers = byLoop.values().stream()
                .map(connections -> connections.ask(question))
                .toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(_ -> answers.stream().map(CompletableFuture::join).toList());
    }

    @Override
    public Framing framing() {
        return AmqpFraming.PROTOCOL_HEADER;
    }

    @Override
    public ConnectionHandler accepted(Connection connection) {
        LoopConnections own = byLoop.get(connection.loop());
        if (own == null) {
            throw new IllegalStateException("a connection on a loop that is not served");
        }
        return new Handshake(connection, door, own);
    }
}
