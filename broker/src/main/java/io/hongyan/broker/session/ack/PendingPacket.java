package io.hongyan.broker.session.ack;

import io.hongyan.codec.packet.Packet;

/// The answer to a SUBSCRIBE or UNSUBSCRIBE whose effect is not durable yet, or not known to other nodes.
public final class PendingPacket implements PendingAck {
    private final Packet packet;
    private boolean ready;

    public PendingPacket(Packet packet) {
        this.packet = packet;
    }

    /// It may be sent.
    public void release() {
        ready = true;
    }

    @Override
    public boolean ready() {
        return ready;
    }

    @Override
    public boolean answersQos1() {
        return false;
    }

    @Override
    public void send(AckConnection to) {
        to.send(packet);
    }
}
