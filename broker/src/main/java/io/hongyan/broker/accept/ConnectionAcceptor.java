package io.hongyan.broker.accept;

import io.hongyan.broker.admission.LimitedAcceptor;
import io.hongyan.broker.event.EventSink;
import io.hongyan.broker.quota.ConnectionLimiter;
import io.hongyan.broker.shard.Shard;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import io.hongyan.transport.Framing;
import io.hongyan.transport.Loop;
import io.hongyan.transport.mqtt.MqttFraming;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Where connections come in: the flood limiter first, then a [PendingConnection] for each.
///
/// Any loop.
public final class ConnectionAcceptor extends LimitedAcceptor {
    private final Map<Loop, Shard> byLoop = new ConcurrentHashMap<>();

    public ConnectionAcceptor(List<Shard> shards, ConnectionLimiter limiter, EventSink events) {
        super(limiter, events);
        shards.forEach(shard -> byLoop.put(shard.loop(), shard));
    }

    @Override
    public Framing framing() {
        return MqttFraming.FIRST_OF_CLIENT;
    }

    @Override
    public String protocol() {
        return "mqtt";
    }

    @Override
    public ConnectionHandler accepted(Connection connection) {
        Shard shard = byLoop.get(connection.loop());
        if (shard == null) {
            throw new IllegalStateException("a connection on a loop that is no shard's");
        }
        return new PendingConnection(shard, connection, false);
    }

    /// Takes a connection that another node has accepted, and counted against its limits.
    ///
    /// @param connection on the loop of the shard
    public ConnectionHandler forwarded(Shard shard, Connection connection) {
        return new PendingConnection(shard, connection, true);
    }
}
