package io.hongyan.cli.bench;

import static io.hongyan.codec.ReasonCode.PACKET_IDENTIFIER_NOT_FOUND;
import static io.hongyan.codec.ReasonCode.SUCCESS;

import io.hongyan.codec.QoS;
import io.hongyan.codec.packet.PubRec;
import io.hongyan.codec.packet.PubRel;
import io.hongyan.codec.property.Properties;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The messages of a client from the hand-over to the last acknowledgement.
///
/// Confined to the loop of the connection.
final class SendQueue {
    /// A message that the server has not acknowledged.
    private record InFlight(LoadMessage message, boolean released) {}

    private final int ownWindow;
    private final Map<Integer, InFlight> inFlight = new LinkedHashMap<>();
    private final ArrayDeque<LoadMessage> queue = new ArrayDeque<>();
    private int window;
    private int lastPacketId;

    /// @param window the most messages of QoS 1 and 2 to send ahead of their acknowledgements
    SendQueue(int window) {
        this.ownWindow = window;
        this.window = window;
    }

    void add(LoadMessage message) {
        queue.add(message);
    }

    /// Forgets what was never sent.
    void forgetQueue() {
        queue.clear();
    }

    /// The server has let the client in.
    ///
    /// @param receiveMaximum that of CONNACK
    void limit(long receiveMaximum) {
        window = (int) Math.min(ownWindow, receiveMaximum);
    }

    /// Takes the next message that the window lets out; null when there is none.
    @Nullable
    LoadMessage next() {
        LoadMessage next = queue.peek();
        boolean held = next == null || (next.qos() != QoS.AT_MOST_ONCE && inFlight.size() >= window);
        return held ? null : queue.remove();
    }

    /// Remembers a message until it is acknowledged.
    ///
    /// @return its packet identifier
    int await(LoadMessage message) {
        int packetId = nextPacketId();
        inFlight.put(packetId, new InFlight(message, false));
        return packetId;
    }

    /// The next identifier that no message uses; the window keeps some free.
    int nextPacketId() {
        do {
            lastPacketId = lastPacketId % 0xffff + 1;
        } while (inFlight.containsKey(lastPacketId));
        return lastPacketId;
    }

    /// What to answer a PUBREC, when it ends nothing.
    PubRel recorded(PubRec packet) {
        InFlight waiting = inFlight.get(packet.packetId());
        if (waiting == null || waiting.message().qos() != QoS.EXACTLY_ONCE) {
            return new PubRel(packet.packetId(), PACKET_IDENTIFIER_NOT_FOUND, Properties.NONE);
        }
        inFlight.put(packet.packetId(), new InFlight(waiting.message(), true));
        return new PubRel(packet.packetId(), SUCCESS, Properties.NONE);
    }

    /// Forgets a message that its last acknowledgement has come for; null when there is none of that quality.
    @Nullable
    LoadMessage acknowledged(int packetId, QoS qos) {
        InFlight done = inFlight.get(packetId);
        if (done == null || done.message().qos() != qos) {
            return null;
        }
        inFlight.remove(packetId);
        return done.message();
    }
}
