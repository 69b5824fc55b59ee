package io.hongyan.amqp.codec.wire;

import io.hongyan.amqp.codec.MethodId;
import io.hongyan.amqp.codec.field.FieldReader;
import io.hongyan.amqp.codec.method.BasicAck;
import io.hongyan.amqp.codec.method.BasicCancelOk;
import io.hongyan.amqp.codec.method.BasicConsumeOk;
import io.hongyan.amqp.codec.method.BasicDeliver;
import io.hongyan.amqp.codec.method.BasicNack;
import io.hongyan.amqp.codec.method.BasicQosOk;
import io.hongyan.amqp.codec.method.ChannelClose;
import io.hongyan.amqp.codec.method.ChannelCloseOk;
import io.hongyan.amqp.codec.method.ChannelFlow;
import io.hongyan.amqp.codec.method.ChannelFlowOk;
import io.hongyan.amqp.codec.method.ChannelOpenOk;
import io.hongyan.amqp.codec.method.ConfirmSelectOk;
import io.hongyan.amqp.codec.method.ConnectionBlocked;
import io.hongyan.amqp.codec.method.ConnectionClose;
import io.hongyan.amqp.codec.method.ConnectionCloseOk;
import io.hongyan.amqp.codec.method.ConnectionOpenOk;
import io.hongyan.amqp.codec.method.ConnectionStart;
import io.hongyan.amqp.codec.method.ConnectionTune;
import io.hongyan.amqp.codec.method.ConnectionUnblocked;
import io.hongyan.amqp.codec.method.QueueDeclareOk;
import io.hongyan.amqp.codec.method.ServerMethod;
import io.hongyan.amqp.frame.FrameType;
import io.hongyan.amqp.frame.Frames;
import java.nio.ByteBuffer;
import java.util.Objects;

/// Decodes the methods of the server: for tests that are a client.
public final class ServerDecoder {
    private ServerDecoder() {}

    /// @throws io.hongyan.amqp.codec.AmqpException when the frame is malformed
    /// @throws IllegalArgumentException when the server does not send such a method
    public static ServerMethod decode(ByteBuffer frame) {
        Frames.expect(FrameType.METHOD, frame);
        FieldReader in = new FieldReader(frame, Frames.payloadStart(frame), Frames.payloadEnd(frame), 0, 0);
        MethodId id = Objects.requireNonNull(MethodId.of(in.readShort("class-id"), in.readShort("method-id")));
        ServerMethod method = fields(id, in);
        in.expectEnd();
        return method;
    }

    private static ServerMethod fields(MethodId id, FieldReader in) {
        return switch (id) {
            case CONNECTION_START -> {
                if (in.readOctet("major") != 0 || in.readOctet("minor") != 9) {
                    throw new IllegalArgumentException("not 0-9");
                }
                yield new ConnectionStart(in.readTable("properties"), in.readLongText("m"), in.readLongText("l"));
            }
            case CONNECTION_TUNE ->
                new ConnectionTune(in.readShort("channel-max"), in.readLong("frame-max"), in.readShort("heartbeat"));
            case CONNECTION_OPEN_OK -> {
                in.readShortText("reserved");
                yield ConnectionOpenOk.OPEN_OK;
            }
            case CONNECTION_CLOSE ->
                new ConnectionClose(in.readShort("c"), in.readShortText("t"), in.readShort("c"), in.readShort("m"));
            case CONNECTION_CLOSE_OK -> ConnectionCloseOk.CLOSE_OK;
            case CONNECTION_BLOCKED -> new ConnectionBlocked(in.readShortText("reason"));
            case CONNECTION_UNBLOCKED -> ConnectionUnblocked.UNBLOCKED;
            case CHANNEL_OPEN_OK -> {
                in.readLongText("reserved");
                yield ChannelOpenOk.OPEN_OK;
            }
            case CHANNEL_FLOW -> new ChannelFlow(in.readOctet("active") == 1);
            case CHANNEL_FLOW_OK -> new ChannelFlowOk(in.readOctet("active") == 1);
            case CHANNEL_CLOSE ->
                new ChannelClose(in.readShort("c"), in.readShortText("t"), in.readShort("c"), in.readShort("m"));
            case CHANNEL_CLOSE_OK -> ChannelCloseOk.CLOSE_OK;
            case CONFIRM_SELECT_OK -> ConfirmSelectOk.SELECT_OK;
            case QUEUE_DECLARE_OK ->
                new QueueDeclareOk(in.readShortText("queue"), in.readLong("messages"), in.readLong("consumers"));
            case BASIC_QOS_OK -> BasicQosOk.QOS_OK;
            case BASIC_CONSUME_OK -> new BasicConsumeOk(in.readShortText("consumer-tag"));
            case BASIC_CANCEL_OK -> new BasicCancelOk(in.readShortText("consumer-tag"));
            case BASIC_DELIVER -> deliver(in);
            case BASIC_ACK -> new BasicAck(in.readLongLong("tag"), in.readOctet("multiple") == 1);
            case BASIC_NACK -> {
                long tag = in.readLongLong("tag");
                int bits = in.readOctet("bits");
                yield new BasicNack(tag, (bits & 1) != 0, (bits & 2) != 0);
            }
            default -> throw new IllegalArgumentException("a server does not send " + id);
        };
    }

    private static BasicDeliver deliver(FieldReader in) {
        return new BasicDeliver(
                in.readShortText("consumer-tag"),
                in.readLongLong("delivery-tag"),
                in.readOctet("redelivered") == 1,
                in.readShortText("exchange"),
                in.readShortText("routing-key"));
    }
}
