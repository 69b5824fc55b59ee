package io.hongyan.client.session;

import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.packet.PubAck;
import io.hongyan.codec.packet.PubComp;
import io.hongyan.codec.packet.PubRec;
import io.hongyan.codec.packet.PubRel;

/// The packets that acknowledge a message, as an observer of packets sees them: they are written without an object.
final class Acknowledgement {
    private Acknowledgement() {}

    static Packet packet(int firstByte, int packetId) {
        return switch (firstByte >> 4) {
            case 4 -> new PubAck(packetId);
            case 5 -> new PubRec(packetId);
            case 6 -> new PubRel(packetId);
            default -> new PubComp(packetId);
        };
    }
}
