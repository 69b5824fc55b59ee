package io.hongyan.amqp.connection;

import io.hongyan.amqp.frame.AmqpFraming;
import io.hongyan.broker.accept.LimitedAcceptor;
import io.hongyan.broker.quota.ConnectionLimiter;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import io.hongyan.transport.Framing;
import io.hongyan.transport.Loop;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Where AMQP connections come in. Any loop.
final class AmqpAcceptor extends LimitedAcceptor {
    private final Door door;
    private final Map<Loop, LoopConnections> byLoop;

    AmqpAcceptor(Door door, ConnectionLimiter limiter, List<? extends Loop> loops) {
        super(limiter, door.events());
        this.door = door;
        this.byLoop = loops.stream()
                .collect(Collectors.toUnmodifiableMap(loop -> loop, loop -> new LoopConnections(loop, door.clock())));
    }

    /// Does something with every connection, on its loop. Any thread.
    void onEach(Consumer<Live> task) {
        byLoop.values().forEach(connections -> connections.onEach(task));
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
