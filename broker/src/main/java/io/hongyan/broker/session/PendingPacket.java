package io.hongyan.broker.session;

import io.hongyan.codec.packet.Packet;

/// The answer to a SUBSCRIBE or UNSUBSCRIBE whose effect is not durable yet.
final class PendingPacket implements PendingAck {
    private final Packet packet;
    private boolean ready;

    PendingPacket(Packet packet) {
        this.packet = packet;
    }

    void durable() {
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
    public void send(ClientConnection to) {
        to.send(packet);
    }
}
