package io.hongyan.amqp.connection;

import io.hongyan.amqp.frame.AmqpFraming;
import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.quota.ConnectionLimiter;
import io.hongyan.codec.ReasonCode;
import io.hongyan.transport.Acceptor;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import io.hongyan.transport.Framing;
import io.hongyan.transport.Loop;
import io.hongyan.transport.Peer;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Where AMQP connections come in. Any loop.
final class AmqpAcceptor implements Acceptor {
    private final Door door;
    private final ConnectionLimiter limiter;
    private final Map<Loop, LoopConnections> byLoop;
    private volatile boolean closed;

    AmqpAcceptor(Door door, ConnectionLimiter limiter, List<? extends Loop> loops) {
        this.door = door;
        this.limiter = limiter;
        this.byLoop = loops.stream()
                .collect(Collectors.toUnmodifiableMap(loop -> loop, loop -> new LoopConnections(loop, door.clock())));
    }

    /// Lets nobody in any more.
    void close() {
        closed = true;
    }

    /// Does something with every connection, on its loop. Any thread.
    void onEach(Consumer<Live> task) {
        byLoop.values().forEach(connections -> connections.onEach(task));
    }

    @Override
    public boolean admit(InetSocketAddress address) {
        if (closed) {
            return false;
        }
        ConnectionLimiter.Refusal refusal = limiter.admit(address);
        if (refusal == null) {
            return true;
        }
        ReasonCode reason = refusal == ConnectionLimiter.Refusal.CONNECTIONS
                ? ReasonCode.SERVER_BUSY
                : ReasonCode.CONNECTION_RATE_EXCEEDED;
        door.events()
                .on(new BrokerEvent.ConnectRefused(
                        "", "", new Peer(address, "", false, null, List.of()), reason, "flood limit: " + refusal));
        return false;
    }

    @Override
    public void left(InetSocketAddress address) {
        limiter.release(address);
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

    @Override
    public void probed(InetSocketAddress address, String listener) {
        door.events().on(new BrokerEvent.Probed(listener));
    }

    @Override
    public void troubled(String listener, String what, boolean repeated) {
        door.events().on(new BrokerEvent.ListenerTroubled(listener, what, repeated));
    }
}
