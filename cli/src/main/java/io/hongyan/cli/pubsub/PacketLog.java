package io.hongyan.cli.pubsub;

import io.hongyan.client.event.ClientObserver;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.packet.Disconnect;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.packet.SubAck;
import io.hongyan.codec.packet.UnsubAck;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Shows the packets for `--debug`, and remembers what the server said last, for the message about the end.
///
/// Written by the loop.
final class PacketLog implements ClientObserver {
    private final Consumer<String> debug;
    private volatile @Nullable String serverText;
    private volatile @Nullable String answerText;

    /// @param debug receives a line for each packet, on the loop
    PacketLog(Consumer<String> debug) {
        this.debug = debug;
    }

    /// The reason string or server reference of the last CONNACK or DISCONNECT; null without one.
    @Nullable
    String serverText() {
        return serverText;
    }

    /// The reason string of the last SUBACK or UNSUBACK; null without one.
    @Nullable
    String answerText() {
        return answerText;
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
        switch (packet) {
            case ConnAck answer -> serverText = text(answer.properties());
            case Disconnect farewell -> serverText = text(farewell.properties());
            case SubAck answer -> answerText = text(answer.properties());
            case UnsubAck answer -> answerText = text(answer.properties());
            default -> {} // the client hands out what it says
        }
    }

    private static @Nullable String text(Properties properties) {
        String reason = properties.text(Property.REASON_STRING);
        return reason != null ? reason : properties.text(Property.SERVER_REFERENCE);
    }
}
