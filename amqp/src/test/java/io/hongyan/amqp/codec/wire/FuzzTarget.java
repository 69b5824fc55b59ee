package io.hongyan.amqp.codec.wire;

import io.hongyan.amqp.codec.AmqpException;
import io.hongyan.amqp.codec.content.ContentHeader;
import io.hongyan.amqp.codec.method.ClientMethod;
import io.hongyan.amqp.codec.method.ConnectionClose;
import io.hongyan.amqp.frame.AmqpFraming;
import io.hongyan.amqp.frame.Frames;
import io.hongyan.transport.Framing;
import java.nio.ByteBuffer;

/// What a fuzzer feeds with bytes: the first one chooses whether a client has sent its header (1) or not (0), the rest
/// is what it sends. Each frame is a value or an [AmqpException], which a close can tell to the client, and a value is
/// equal to itself after another way over the wire.
///
/// `.ci/fuzz` runs Jazzer on it, which finds this method by its name.
public final class FuzzTarget {
    private FuzzTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Framing framing = (input[0] & 1) == 0 ? AmqpFraming.PROTOCOL_HEADER : AmqpFraming.FRAMES;
        ByteBuffer stream = ByteBuffer.wrap(input, 1, input.length - 1);
        try {
            while (stream.hasRemaining()) {
                int length = framing.length(stream, stream.position(), stream.limit());
                if (length == Framing.INCOMPLETE || length > stream.remaining()) {
                    framing.checkPart(stream, stream.position(), stream.limit());
                    return;
                }
                framing.checkWhole(stream, stream.position(), stream.limit());
                ByteBuffer frame = stream.slice(stream.position(), length);
                stream.position(stream.position() + length);
                if (framing == AmqpFraming.FRAMES) {
                    survives(frame);
                }
                framing = AmqpFraming.FRAMES;
            }
        } catch (AmqpException refused) {
            check(refused);
        }
    }

    /// Decodes one frame.
    static void survives(ByteBuffer frame) {
        try {
            switch (Frames.type(frame)) {
                case METHOD -> survivesMethod(frame);
                case HEADER -> survivesHeader(frame);
                case BODY -> Frames.copyPayload(frame, new byte[Frames.payloadLength(frame)], 0);
                case HEARTBEAT -> {}
            }
        } catch (AmqpException refused) {
            check(refused);
        }
    }

    private static void survivesMethod(ByteBuffer frame) {
        ClientMethod method = MethodDecoder.decode(frame);
        ClientMethod twice = MethodDecoder.decode(ClientEncoder.frame(Frames.channel(frame), method));
        if (!method.equals(twice)) {
            throw new AssertionError(method + " came back as " + twice);
        }
    }

    private static void survivesHeader(ByteBuffer frame) {
        ContentHeader header = ContentHeaderDecoder.decode(frame);
        ByteBuffer again = ByteBuffer.allocate(DeliveryEncoder.headerSize(header.properties()));
        ContentHeaderEncoder.put(Frames.channel(frame), header.bodySize(), header.properties(), again);
        ContentHeader twice = ContentHeaderDecoder.decode(again.flip());
        if (!header.equals(twice)) {
            throw new AssertionError(header + " came back as " + twice);
        }
    }

    private static void check(AmqpException refused) {
        ConnectionClose close = ConnectionClose.of(refused);
        MethodEncoder.encode(0, close, ByteBuffer.allocate(MethodEncoder.size(close)));
        if (!refused.code().endsConnection()) {
            throw new AssertionError("a violation that leaves the connection open: " + refused.code(), refused);
        }
    }
}
