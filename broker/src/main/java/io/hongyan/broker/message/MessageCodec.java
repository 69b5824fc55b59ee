package io.hongyan.broker.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.topic.TopicCache;
import io.hongyan.codec.wire.PacketDecoder;
import io.hongyan.codec.wire.PacketEncoder;
import java.nio.ByteBuffer;

/// The binary form of messages, for stores and other nodes: expiry and a time (64 bits each), publisher (16 bits of
/// length, UTF-8), trace id (128 bits, where the highest bit of the time says so), and a PUBLISH of MQTT 5.0, which has
/// a field for everything else.
///
/// Decoding is confined to one thread, because the packet decoder is.
public final class MessageCodec {
    private static final long TRACED = Long.MIN_VALUE;
    private static final int FIXED = 18;
    private static final int TIME_AT = 8;

    private final PacketDecoder decoder;

    /// For whoever decodes many messages.
    public MessageCodec() {
        this(1024);
    }

    /// @param topics of how many topics one object serves again, 1 to 2^28
    public MessageCodec(int topics) {
        decoder = new PacketDecoder(new TopicCache(topics));
    }

    /// The binary form.
    ///
    /// @param time what [#time] gives back, 0 or more: for instance when the message was stored
    public static byte[] encode(Message message, long time) {
        MessageId id = message.traceId();
        byte[] publisher = message.publisher().getBytes(UTF_8);
        Publish packet = packet(message);
        int size = PacketEncoder.size(packet, Version.MQTT_5);
        ByteBuffer out = ByteBuffer.allocate(FIXED + publisher.length + (id == null ? 0 : MessageId.BYTES) + size);
        out.putLong(message.expiresAt())
                .putLong(id == null ? time : time | TRACED)
                .putShort((short) publisher.length)
                .put(publisher);
        if (id != null) {
            out.putLong(id.high()).putLong(id.low());
        }
        PacketEncoder.encode(packet, Version.MQTT_5, out);
        return out.array();
    }

    private static Publish packet(Message m) {
        int packetId = m.qos() == QoS.AT_MOST_ONCE ? 0 : 1;
        return new Publish(m.topic(), packetId, m.qos(), m.retain(), false, m.payload(), m.properties());
    }

    /// The time that a message was encoded with.
    ///
    /// @param encoded by [#encode]
    public static long time(byte[] encoded) {
        return ByteBuffer.wrap(encoded).getLong(TIME_AT) & ~TRACED;
    }

    /// Decodes the rest of a buffer.
    ///
    /// @throws RuntimeException when it is not what [#encode] makes
    public Message decode(ByteBuffer in) {
        long expiresAt = in.getLong();
        boolean traced = in.getLong() < 0;
        byte[] publisher = new byte[in.getShort() & 0xffff];
        in.get(publisher);
        MessageId id = traced ? new MessageId(in.getLong(), in.getLong()) : null;
        Publish p = (Publish) decoder.decode(in, Version.MQTT_5);
        return new Message(
                p.topic(),
                p.payload(),
                p.qos(),
                p.retain(),
                p.properties(),
                new String(publisher, UTF_8),
                expiresAt,
                id);
    }
}
