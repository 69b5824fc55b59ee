package io.hongyan.broker.admission;

import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.event.EventSink;
import io.hongyan.broker.quota.ConnectionLimiter;
import io.hongyan.codec.ReasonCode;
import io.hongyan.transport.Acceptor;
import io.hongyan.transport.Peer;
import java.net.InetSocketAddress;
import java.util.List;

/// Lets connections in as the flood limiter allows, whatever they speak, and tells of what happens at its listeners.
///
/// Any loop.
public abstract class LimitedAcceptor implements Acceptor {
    private final ConnectionLimiter limiter;
    private final EventSink events;
    private volatile boolean closed;

    protected LimitedAcceptor(ConnectionLimiter limiter, EventSink events) {
        this.limiter = limiter;
        this.events = events;
    }

    /// Lets nobody in any more.
    public final void close() {
        closed = true;
    }

    @Override
    public final boolean admit(InetSocketAddress address) {
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
    public final void left(InetSocketAddress address) {
        limiter.release(address);
    }

    @Override
    public final void probed(InetSocketAddress address, String listener) {
        events.on(new BrokerEvent.Probed(listener));
    }

    @Override
    public final void troubled(String listener, String what, boolean repeated) {
        events.on(new BrokerEvent.ListenerTroubled(listener, what, repeated));
    }
}
