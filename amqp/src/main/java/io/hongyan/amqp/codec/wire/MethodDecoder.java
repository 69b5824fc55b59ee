package io.hongyan.amqp.codec.wire;

import io.hongyan.amqp.codec.AmqpException;
import io.hongyan.amqp.codec.MethodId;
import io.hongyan.amqp.codec.ReplyCode;
import io.hongyan.amqp.codec.field.FieldReader;
import io.hongyan.amqp.codec.method.ChannelClose;
import io.hongyan.amqp.codec.method.ChannelCloseOk;
import io.hongyan.amqp.codec.method.ChannelFlow;
import io.hongyan.amqp.codec.method.ChannelFlowOk;
import io.hongyan.amqp.codec.method.ChannelOpen;
import io.hongyan.amqp.codec.method.ClientMethod;
import io.hongyan.amqp.codec.method.ConfirmSelect;
import io.hongyan.amqp.codec.method.ConnectionClose;
import io.hongyan.amqp.codec.method.ConnectionCloseOk;
import io.hongyan.amqp.codec.method.ConnectionOpen;
import io.hongyan.amqp.codec.method.ConnectionStartOk;
import io.hongyan.amqp.codec.method.ConnectionTuneOk;
import io.hongyan.amqp.codec.method.QueueDeclare;
import io.hongyan.amqp.codec.method.Unserved;
import io.hongyan.amqp.frame.FrameType;
import io.hongyan.amqp.frame.Frames;
import java.nio.ByteBuffer;

/// Decodes the methods of clients (AMQP 0-9-1, 4.2.4). Whether one may come in the present state is for the caller to
/// judge.
///
/// A buffer holds one whole frame, from position to limit, in big-endian order; heap or direct. It is read at absolute
/// positions and neither moved nor kept. No state; any thread.
public final class MethodDecoder {
    private static final int IDS = 2 * Short.BYTES;
    private static final int PASSIVE = 1;
    private static final int NO_WAIT = 1 << 4;

    private MethodDecoder() {}

    /// Decodes a frame of type [FrameType#METHOD].
    ///
    /// @throws AmqpException with [ReplyCode#FRAME_ERROR] or [ReplyCode#SYNTAX_ERROR] when the frame is malformed; with
    ///     [ReplyCode#COMMAND_INVALID] for a method that does not exist, that only servers send, or for one of the
    ///     connection on another channel than 0; with [ReplyCode#CHANNEL_ERROR] for another one on channel 0; with
    ///     [ReplyCode#UNEXPECTED_FRAME] when the frame has another type
    public static ClientMethod decode(ByteBuffer frame) {
        Frames.expect(FrameType.METHOD, frame);
        int start = Frames.payloadStart(frame);
        int end = Frames.payloadEnd(frame);
        FieldReader ids = new FieldReader(frame, start, end, 0, 0);
        MethodId id = id(ids.readShort("class-id"), ids.readShort("method-id"));
        check(id, Frames.channel(frame));
        return fields(id, new FieldReader(frame, start + IDS, end, id.classId(), id.methodId()));
    }

    private static MethodId id(int classId, int methodId) {
        MethodId id = MethodId.of(classId, methodId);
        if (id == null) {
            throw new AmqpException(
                    ReplyCode.COMMAND_INVALID,
                    "4.2.4",
                    "there is no method " + methodId + " of class " + classId,
                    classId,
                    methodId);
        }
        return id;
    }

    private static void check(MethodId id, int channel) {
        if (!id.isFromClients()) {
            throw new AmqpException(ReplyCode.COMMAND_INVALID, id.text(), "a client does not send " + id, id);
        }
        if (id.classId() == MethodId.CONNECTION_CLASS && channel != 0) {
            throw new AmqpException(ReplyCode.COMMAND_INVALID, "4.2.3", id + " came on channel " + channel, id);
        }
        if (id.classId() != MethodId.CONNECTION_CLASS && channel == 0) {
            throw new AmqpException(ReplyCode.CHANNEL_ERROR, "4.2.3", id + " came on channel 0", id);
        }
    }

    private static ClientMethod fields(MethodId id, FieldReader in) {
        ClientMethod method = switch (id) {
            case CONNECTION_START_OK -> startOk(in);
            case CONNECTION_TUNE_OK -> tuneOk(in);
            case CONNECTION_OPEN -> open(in);
            case CONNECTION_CLOSE -> connectionClose(in);
            case CONNECTION_CLOSE_OK -> ConnectionCloseOk.CLOSE_OK;
            case CHANNEL_OPEN -> channelOpen(in);
            case CHANNEL_FLOW -> new ChannelFlow(bit(in, "active"));
            case CHANNEL_FLOW_OK -> new ChannelFlowOk(bit(in, "active"));
            case CHANNEL_CLOSE -> channelClose(in);
            case CHANNEL_CLOSE_OK -> ChannelCloseOk.CLOSE_OK;
            case CONFIRM_SELECT -> new ConfirmSelect(bit(in, "no-wait"));
            case QUEUE_DECLARE -> queueDeclare(in);
            case BASIC_QOS -> BasicDecoder.qos(in);
            case BASIC_CONSUME -> BasicDecoder.consume(in);
            case BASIC_CANCEL -> BasicDecoder.cancel(in);
            case BASIC_PUBLISH -> BasicDecoder.publish(in);
            case BASIC_GET -> BasicDecoder.get(in);
            case BASIC_ACK -> BasicDecoder.ack(in);
            case BASIC_REJECT -> BasicDecoder.reject(in);
            case BASIC_NACK -> BasicDecoder.nack(in);
            // What is not read here is not served.
            default -> new Unserved(id);
        };
        if (!(method instanceof Unserved)) {
            in.expectEnd();
        }
        return method;
    }

    private static ConnectionStartOk startOk(FieldReader in) {
        return new ConnectionStartOk(
                in.readTable("client-properties"),
                in.readShortText("mechanism"),
                in.readLongBytes("response"),
                in.readShortText("locale"));
    }

    private static ConnectionTuneOk tuneOk(FieldReader in) {
        return new ConnectionTuneOk(in.readShort("channel-max"), in.readLong("frame-max"), in.readShort("heartbeat"));
    }

    private static ConnectionOpen open(FieldReader in) {
        String virtualHost = in.readShortText("virtual-host");
        in.readShortText("reserved-1");
        in.readOctet("reserved-2");
        return new ConnectionOpen(virtualHost);
    }

    private static ConnectionClose connectionClose(FieldReader in) {
        return new ConnectionClose(
                in.readShort("reply-code"),
                in.readShortText("reply-text"),
                in.readShort("class-id"),
                in.readShort("method-id"));
    }

    private static ChannelOpen channelOpen(FieldReader in) {
        in.readShortText("reserved-1");
        return ChannelOpen.OPEN;
    }

    private static ChannelClose channelClose(FieldReader in) {
        return new ChannelClose(
                in.readShort("reply-code"),
                in.readShortText("reply-text"),
                in.readShort("class-id"),
                in.readShort("method-id"));
    }

    private static ClientMethod queueDeclare(FieldReader in) {
        in.readShort("reserved-1");
        String queue = in.readShortText("queue");
        int bits = in.readOctet("bits");
        if ((bits & PASSIVE) == 0) {
            return new Unserved(MethodId.QUEUE_DECLARE);
        }
        in.readTable("arguments");
        return new QueueDeclare(queue, (bits & NO_WAIT) != 0);
    }

    private static boolean bit(FieldReader in, String what) {
        return (in.readOctet(what) & 1) != 0;
    }
}
