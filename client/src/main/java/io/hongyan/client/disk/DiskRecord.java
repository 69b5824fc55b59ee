package io.hongyan.client.disk;

import io.hongyan.client.message.Message;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.topic.TopicCache;
import io.hongyan.codec.wire.PacketDecoder;
import io.hongyan.codec.wire.PacketEncoder;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// One change of a message in the queue on disk, as written to the file.
public sealed interface DiskRecord {
    byte ADDED = 1;
    byte SENT = 2;
    byte RELEASED = 3;
    byte ENDED = 4;

    /// Names the message: a number that grows with each.
    long place();

    /// The bytes that it takes in the file.
    int size();

    void put(ByteBuffer out);

    /// It was taken. It is written as a PUBLISH with packet identifier 1 above QoS 0, and without DUP.
    ///
    /// @param millis when, since 1970
    record Added(long place, long millis, Message message) implements DiskRecord {
        @Override
        public int size() {
            return 1 + Long.BYTES + Long.BYTES + Integer.BYTES + frameSize(message);
        }

        @Override
        public void put(ByteBuffer out) {
            out.put(ADDED).putLong(place).putLong(millis).putInt(frameSize(message));
            PacketEncoder.encodePublish(
                    message.topic(),
                    message.qos() == QoS.AT_MOST_ONCE ? 0 : 1,
                    message.qos(),
                    message.retain(),
                    false,
                    message.payload(),
                    message.properties(),
                    Version.MQTT_5,
                    out);
        }
    }

    /// It is about to be sent under that identifier.
    record Sent(long place, int packetId) implements DiskRecord {
        @Override
        public int size() {
            return 1 + Long.BYTES + Short.BYTES;
        }

        @Override
        public void put(ByteBuffer out) {
            out.put(SENT).putLong(place).putShort((short) packetId);
        }
    }

    /// QoS 2: the server has it, and PUBREL is about to be sent.
    record Released(long place) implements DiskRecord {
        @Override
        public int size() {
            return 1 + Long.BYTES;
        }

        @Override
        public void put(ByteBuffer out) {
            out.put(RELEASED).putLong(place);
        }
    }

    /// Nothing is to be done for it any more.
    record Ended(long place) implements DiskRecord {
        @Override
        public int size() {
            return 1 + Long.BYTES;
        }

        @Override
        public void put(ByteBuffer out) {
            out.put(ENDED).putLong(place);
        }
    }

    /// Reads the next one; null when that is none.
    static @Nullable DiskRecord read(ByteBuffer in) {
        try {
            byte type = in.get();
            long place = in.getLong();
            return switch (type) {
                case ADDED -> added(place, in);
                case SENT -> new Sent(place, in.getShort() & 0xffff);
                case RELEASED -> new Released(place);
                case ENDED -> new Ended(place);
                default -> null;
            };
        } catch (BufferUnderflowException | IllegalArgumentException | ProtocolException unreadable) {
            return null;
        }
    }

    private static @Nullable DiskRecord added(long place, ByteBuffer in) {
        long millis = in.getLong();
        int size = in.getInt();
        if (size <= 0 || size > in.remaining()) {
            return null;
        }
        ByteBuffer frame = in.slice(in.position(), size);
        in.position(in.position() + size);
        if (!(new PacketDecoder(new TopicCache(1)).decode(frame, Version.MQTT_5) instanceof Publish packet)) {
            return null;
        }
        return new Added(
                place,
                millis,
                new Message(packet.topic(), packet.payload(), packet.qos(), packet.retain(), packet.properties()));
    }

    private static int frameSize(Message message) {
        return PacketEncoder.publishSize(
                message.topic(),
                message.qos(),
                message.payload().length,
                message.properties().encodedLength(),
                Version.MQTT_5);
    }
}
