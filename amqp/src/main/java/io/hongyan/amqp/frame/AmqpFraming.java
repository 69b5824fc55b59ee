package io.hongyan.amqp.frame;

import io.hongyan.amqp.codec.AmqpException;
import io.hongyan.amqp.codec.ReplyCode;
import io.hongyan.transport.Framing;
import java.nio.ByteBuffer;

/// What an AMQP client sends, cut into frames. What it throws is an [AmqpException] with [ReplyCode#FRAME_ERROR].
///
/// The limit is the connection's: [Frames#MIN_SIZE] until `connection.tune-ok`, then the negotiated frame-max.
public enum AmqpFraming implements Framing {
    /// Of a connection whose client has not sent anything: its protocol header is one frame. It is refused at its first
    /// wrong byte.
    PROTOCOL_HEADER {
        @Override
        public int length(ByteBuffer in, int position, int limit) {
            return limit - position < ProtocolHeader.SIZE ? INCOMPLETE : ProtocolHeader.SIZE;
        }

        @Override
        public void checkWhole(ByteBuffer in, int position, int limit) {
            ProtocolHeader.check(in, position, limit);
        }

        @Override
        public void checkPart(ByteBuffer in, int position, int limit) {
            ProtocolHeader.check(in, position, limit);
        }
    },

    /// Of what follows.
    FRAMES {
        @Override
        public int length(ByteBuffer in, int position, int limit) {
            return Frames.length(in, position, limit);
        }

        @Override
        public void checkWhole(ByteBuffer in, int position, int limit) {
            Frames.checkEnd(in, position + Frames.length(in, position, limit) - 1);
        }

        @Override
        public void checkPart(ByteBuffer in, int position, int limit) {
            Frames.typeAt(in, position);
        }
    };

    @Override
    public RuntimeException tooLong(int length, int limit) {
        return new AmqpException(
                ReplyCode.FRAME_ERROR, "4.2.3", "a frame of " + length + " bytes; the limit is " + limit);
    }
}
