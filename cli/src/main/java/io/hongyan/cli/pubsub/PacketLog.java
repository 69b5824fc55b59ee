package io.hongyan.cli.pubsub;

import io.hongyan.client.event.ClientObserver;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.packet.Disconnect;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.property.Property;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Shows the packets for `--debug`, and remembers what the server said last, for the message about the end.
///
/// Written by the loop.
final class PacketLog implements ClientObserver {
    private final Consumer<String> debug;
    private volatile @Nullable String serverText;

    /// @param debug receives a line for each packet, on the loop
    PacketLog(Consumer<String> debug) {
        this.debug = debug;
    }

    /// The reason string or server reference of the last CONNACK or DISCONNECT; null without one.
    @Nullable
    String serverText() {
        return serverText;
    }

    @Override
    public boolean wantsPackets() {
        return true;
    }

    @Override
    public void packetSent(Packet packet) {
        debug.accept("sent " + PacketText.of(packet));
    }

    @Override
    public void packetReceived(Packet packet) {
        debug.accept("received " + PacketText.of(packet));
        if (packet instanceof ConnAck answer) {
            serverText = answer.properties().text(Property.REASON_STRING);
        } else if (packet instanceof Disconnect farewell) {
            String reason = farewell.properties().text(Property.REASON_STRING);
            serverText = reason != null ? reason : farewell.properties().text(Property.SERVER_REFERENCE);
        }
    }
}
