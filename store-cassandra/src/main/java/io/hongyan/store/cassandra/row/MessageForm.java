package io.hongyan.store.cassandra.row;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageCodec;
import java.nio.ByteBuffer;

/// Messages as columns have them: in the broker's binary form, with the time at which they were stored.
///
/// Reading is confined to one thread at a time, because the decoder is.
public final class MessageForm {
    private static final int TOPICS_REMEMBERED = 64;

    private final MessageCodec codec = new MessageCodec(TOPICS_REMEMBERED);

    /// @param storedAt wall milliseconds
    public static byte[] write(Message m, long storedAt) {
        return MessageCodec.encode(m, storedAt);
    }

    /// @param oldest in wall milliseconds; a message that was stored earlier is given as expired
    /// @throws RuntimeException when it cannot be decoded
    public Message read(ByteBuffer in, long oldest) {
        byte[] row = bytes(in);
        Message message = codec.decode(ByteBuffer.wrap(row));
        return MessageCodec.time(row) < oldest ? message.expiringAt(0) : message;
    }

    /// A decoder may keep parts of an array, which must not be part of the answer of a database.
    static byte[] bytes(ByteBuffer in) {
        byte[] rest = new byte[in.remaining()];
        in.get(rest);
        return rest;
    }
}
