package io.hongyan.broker.accept;

import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.event.EventSink;
import io.hongyan.broker.quota.ConnectionLimiter;
import io.hongyan.broker.shard.Shard;
import io.hongyan.codec.ReasonCode;
import io.hongyan.transport.Acceptor;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import io.hongyan.transport.Framing;
import io.hongyan.transport.Loop;
import io.hongyan.transport.Peer;
import io.hongyan.transport.mqtt.MqttFraming;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Where connections come in: the flood limiter first, then an [PendingConnection] for each.
///
/// Any loop.
public final class ConnectionAcceptor implements Acceptor {
    private final ConnectionLimiter limiter;
    private final EventSink events;
    private final Map<Loop, Shard> byLoop = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public ConnectionAcceptor(List<Shard> shards, ConnectionLimiter limiter, EventSink events) {
        this.limiter = limiter;
        this.events = events;
        shards.forEach(shard -> byLoop.put(shard.loop(), shard));
    }

    /// Lets nobody in any more.
    public void close() {
        closed = true;
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
        events.on(new BrokerEvent.ConnectRefused(
                "", "", new Peer(address, "", false, null, List.of()), reason, "flood limit: " + refusal));
        return false;
    }

    @Override
    public void left(InetSocketAddress address) {
        limiter.release(address);
    }

    @Override
    public Framing framing() {
        return MqttFraming.FIRST_OF_CLIENT;
    }

    @Override
    public ConnectionHandler accepted(Connection connection) {
        Shard shard = byLoop.get(connection.loop());
        if (shard == null) {
            throw new IllegalStateException("a connection on a loop that is no shard's");
        }
        return new PendingConnection(shard, connection);
    }

    @Override
    public void probed(InetSocketAddress address, String listener) {
        events.on(new BrokerEvent.Probed(listener));
    }

    @Override
    public void troubled(String listener, String what, boolean repeated) {
        events.on(new BrokerEvent.ListenerTroubled(listener, what, repeated));
    }
}
