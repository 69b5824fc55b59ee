package io.hongyan.store.cassandra.row;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageId;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.topic.TopicCache;
import io.hongyan.codec.wire.PacketDecoder;
import io.hongyan.codec.wire.PacketEncoder;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Messages as columns have them: what belongs to the broker, then a PUBLISH of MQTT 5.0, which has a field for
/// everything else.
///
/// Reading is confined to one thread at a time, because the packet decoder is.
public final class MessageForm {
    private static final byte FIRST_FORM = 1;
    private static final byte TRACED_FORM = 2;

    private final PacketDecoder decoder = new PacketDecoder(new TopicCache(64));

    /// @param storedAt wall milliseconds
    public static byte[] write(Message m, long storedAt) {
        MessageId id = m.traceId();
        byte[] publisher = Texts.utf8(m.publisher());
        int packetId = m.qos() == QoS.AT_MOST_ONCE ? 0 : 1;
        Publish packet = new Publish(m.topic(), packetId, m.qos(), m.retain(), false, m.payload(), m.properties());
        int size = PacketEncoder.size(packet, Version.MQTT_5);
        ByteBuffer out = ByteBuffer.allocate(19 + publisher.length + (id == null ? 0 : MessageId.BYTES) + size);
        out.put(id == null ? FIRST_FORM : TRACED_FORM).putLong(m.expiresAt()).putLong(storedAt);
        Texts.put(out, publisher);
        if (id != null) {
            out.putLong(id.high()).putLong(id.low());
        }
        PacketEncoder.encode(packet, Version.MQTT_5, out);
        return out.array();
    }

    /// @param oldest in wall milliseconds; a message that was stored earlier is given as expired
    /// @throws IllegalStateException when it is of a form that is not known
    public Message read(ByteBuffer in, long oldest) {
        byte form = in.get();
        if (form != FIRST_FORM && form != TRACED_FORM) {
            throw new IllegalStateException("a message of form " + form);
        }
        long expiresAt = in.getLong();
        long storedAt = in.getLong();
        String publisher = Texts.get(in);
        @Nullable MessageId id = form == TRACED_FORM ? new MessageId(in.getLong(), in.getLong()) : null;
        Publish p = (Publish) decoder.decode(heap(in), Version.MQTT_5);
        return new Message(
                p.topic(),
                p.payload(),
                p.qos(),
                p.retain(),
                p.properties(),
                publisher,
                storedAt < oldest ? 0 : expiresAt,
                id);
    }

    /// The decoder may keep parts of the array, which must not be part of the answer of a database.
    static ByteBuffer heap(ByteBuffer in) {
        byte[] rest = new byte[in.remaining()];
        in.get(rest);
        return ByteBuffer.wrap(rest);
    }
}
