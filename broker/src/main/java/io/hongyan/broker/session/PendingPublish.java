package io.hongyan.broker.session;

import io.hongyan.broker.context.ShardContext;
import io.hongyan.broker.context.TurnClock;
import io.hongyan.broker.route.DeliveryTracker;
import io.hongyan.broker.session.ack.AckConnection;
import io.hongyan.broker.session.ack.PendingAck;
import io.hongyan.broker.store.AtomicBatch;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.PubAck;
import io.hongyan.codec.packet.PubRec;
import io.hongyan.codec.property.Properties;
import org.jspecify.annotations.Nullable;

/// A QoS 1 or 2 message of a client that was accepted and is not acknowledged yet: it waits until every shard has it.
/// The record that a QoS 2 message was received becomes durable together with the copies of the message.
///
/// Confined to the shard of the publisher.
final class PendingPublish extends DeliveryTracker implements PendingAck, InboundQos2.Turn {
    private static final int PUBACK = 0x40;
    private static final int PUBREC = 0x50;

    private final ShardContext context;
    private final TurnClock clock;
    private final Session publisher;
    private final int packetId;
    private final QoS qos;
    private final long readNanos;
    private ClientConnection connection;
    private boolean hasReceivers;
    private boolean delivered;
    private boolean ready;

    /// @param batch of a QoS 2 message; null when the copies need not be durable together
    PendingPublish(
            ShardContext context,
            TurnClock clock,
            ClientConnection from,
            int packetId,
            QoS qos,
            @Nullable AtomicBatch batch) {
        super(context.index(), batch);
        this.context = context;
        this.clock = clock;
        this.publisher = from.session();
        this.connection = from;
        this.packetId = packetId;
        this.qos = qos;
        this.readNanos = clock.nanos();
    }

    int packetId() {
        return packetId;
    }

    QoS qos() {
        return qos;
    }

    /// The connection that gets the acknowledgement.
    ClientConnection connection() {
        return connection;
    }

    /// The client sent the message again, on another connection, before it was acknowledged.
    void repeatedOn(ClientConnection another) {
        connection = another;
    }

    void receivers(int count) {
        hasReceivers = count > 0;
    }

    @Override
    protected void delivered() {
        delivered = true;
        if (qos == QoS.EXACTLY_ONCE) {
            publisher.inboundQos2().recordDelivered();
        } else {
            settle();
        }
    }

    @Override
    public boolean isDelivered() {
        return delivered;
    }

    /// Makes its copies durable, and with them that it was received.
    @Override
    public void record() {
        publisher.store().received(packetId, batch());
        publisher.store().whenDurable(this::settle);
    }

    private void settle() {
        ready = true;
        publisher.settled(this);
        connection.acks().flush();
    }

    @Override
    public boolean ready() {
        return ready;
    }

    @Override
    public boolean answersQos1() {
        return qos == QoS.AT_LEAST_ONCE;
    }

    @Override
    public void send(AckConnection to) {
        sendAck();
        context.counters().publishAnswered(qos, clock.nanos() - readNanos);
    }

    /// PUBACK or PUBREC; one of 5.0 says when nobody gets the message.
    private void sendAck() {
        boolean first = qos == QoS.AT_LEAST_ONCE;
        if (!hasReceivers && connection.version().isV5()) {
            ReasonCode reason = ReasonCode.NO_MATCHING_SUBSCRIBERS;
            connection.send(
                    first
                            ? new PubAck(packetId, reason, Properties.NONE)
                            : new PubRec(packetId, reason, Properties.NONE));
        } else {
            connection.ack(first ? PUBACK : PUBREC, packetId);
        }
    }
}
