package io.hongyan.broker.subscription;

import io.hongyan.broker.message.Message;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.wire.PacketEncoder;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The frames of one message that are equal for many receivers: encoded once, then copied. Two receivers share a frame
/// when they agree in version class, QoS and RETAIN and have no subscription identifier and no alias; the packet
/// identifier is written into the copy.
///
/// A delivery may route another message before the first is through: a receiver that is cut off leaves a will. So
/// frames are tied to their message, and go when another one asks.
///
/// Confined to the shard; one object serves message after message.
public final class FrameCache {
    private static final int V5 = 8;
    private static final int RETAIN = 4;
    private static final int PLACEHOLDER_ID = 1;

    private final @Nullable Frame[] frames = new Frame[16];
    private boolean shared;
    private @Nullable Message current;

    /// Begins another message.
    ///
    /// @param receivers how many there are on this shard; sharing pays from two
    public void begin(int receivers) {
        shared = receivers > 1;
        forget();
    }

    /// Whether a shared frame should be used at all.
    public boolean shared() {
        return shared;
    }

    /// The frame for receivers of that kind.
    @SuppressWarnings("ReferenceEquality") // the very message, not one that says the same
    public Frame frame(Message message, Version version, QoS qos, boolean retain, long wallMillis) {
        if (message != current) {
            forget();
            current = message;
        }
        int key = (version.isV5() ? V5 : 0) | (retain ? RETAIN : 0) | qos.level();
        Frame frame = frames[key];
        if (frame == null) {
            frame = encode(message, version, qos, retain, wallMillis);
            frames[key] = frame;
        }
        return frame;
    }

    private void forget() {
        if (current != null) {
            Arrays.fill(frames, null);
            current = null;
        }
    }

    private static Frame encode(Message message, Version version, QoS qos, boolean retain, long wallMillis) {
        int packetId = qos == QoS.AT_MOST_ONCE ? 0 : PLACEHOLDER_ID;
        Publish packet = PublishPackets.packet(
                message, version, qos, packetId, false, retain, PublishPackets.NO_IDS, wallMillis);
        byte[] bytes = new byte[PacketEncoder.size(packet, version)];
        PacketEncoder.encode(packet, version, ByteBuffer.wrap(bytes));
        return new Frame(bytes, idOffset(bytes, message.topic().length()));
    }

    private static int idOffset(byte[] bytes, int topicLength) {
        int lengthEnd = 1;
        while (bytes[lengthEnd] < 0) {
            lengthEnd++;
        }
        return lengthEnd + 1 + 2 + topicLength;
    }

    /// An encoded PUBLISH.
    ///
    /// @param bytes shared; nobody may change it
    /// @param idOffset where the packet identifier of QoS 1 and 2 stands
    public record Frame(byte[] bytes, int idOffset) {
        /// Writes a copy with that identifier; 0 for QoS 0.
        public void write(ByteBuffer out, int packetId) {
            int start = out.position();
            out.put(bytes);
            if (packetId != 0) {
                out.putShort(start + idOffset, (short) packetId);
            }
        }
    }
}
