package io.hongyan.amqp.codec.wire;

import io.hongyan.amqp.codec.MethodId;
import io.hongyan.amqp.codec.field.FieldTable;
import io.hongyan.amqp.codec.field.Texts;
import io.hongyan.amqp.codec.method.BasicAck;
import io.hongyan.amqp.codec.method.BasicCancel;
import io.hongyan.amqp.codec.method.BasicConsume;
import io.hongyan.amqp.codec.method.BasicGet;
import io.hongyan.amqp.codec.method.BasicNack;
import io.hongyan.amqp.codec.method.BasicPublish;
import io.hongyan.amqp.codec.method.BasicQos;
import io.hongyan.amqp.codec.method.BasicReject;
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

/// Encodes the methods of clients: for tests that are one.
public final class ClientEncoder {
    private static final int ROOM = 1 << 16;

    private final ByteBuffer fields = ByteBuffer.allocate(ROOM);

    private ClientEncoder() {}

    /// A frame of at most 64 KiB. Of a method that is not served, the fields are left out.
    public static ByteBuffer frame(int channel, ClientMethod method) {
        ClientEncoder encoder = new ClientEncoder();
        encoder.put(method);
        return frame(FrameType.METHOD, channel, encoder.fields.flip());
    }

    /// A frame of any payload.
    public static ByteBuffer frame(FrameType type, int channel, ByteBuffer payload) {
        ByteBuffer frame = ByteBuffer.allocate(Frames.OVERHEAD + payload.remaining());
        Frames.putStart(type, channel, payload.remaining(), frame);
        frame.put(payload);
        Frames.putEnd(frame);
        return frame.flip();
    }

    private void put(ClientMethod method) {
        number(method.id().classId()).number(method.id().methodId());
        switch (method) {
            case ConnectionStartOk m -> {
                table(m.clientProperties()).text(m.mechanism());
                fields.putInt(m.response().length).put(m.response());
                text(m.locale());
            }
            case ConnectionTuneOk m -> {
                number(m.channelMax());
                fields.putInt((int) m.frameMax());
                number(m.heartbeat());
            }
            case ConnectionOpen m -> text(m.virtualHost()).text("").bits(false);
            case ConnectionClose m ->
                number(m.replyCode()).text(m.replyText()).number(m.classId()).number(m.methodId());
            case ChannelClose m ->
                number(m.replyCode()).text(m.replyText()).number(m.classId()).number(m.methodId());
            case ChannelOpen _ -> text("");
            case ChannelFlow m -> bits(m.active());
            case ChannelFlowOk m -> bits(m.active());
            case ConfirmSelect m -> bits(m.noWait());
            case BasicQos m -> {
                fields.putInt((int) m.prefetchSize());
                number(m.prefetchCount()).bits(m.global());
            }
            case BasicConsume m ->
                number(0)
                        .text(m.queue())
                        .text(m.consumerTag())
                        .bits(m.noLocal(), m.noAck(), m.exclusive(), m.noWait())
                        .table(m.arguments());
            case BasicCancel m -> text(m.consumerTag()).bits(m.noWait());
            case BasicPublish m ->
                number(0).text(m.exchange()).text(m.routingKey()).bits(m.mandatory(), m.immediate());
            case BasicGet m -> number(0).text(m.queue()).bits(m.noAck());
            case BasicAck m -> tag(m.deliveryTag()).bits(m.multiple());
            case BasicNack m -> tag(m.deliveryTag()).bits(m.multiple(), m.requeue());
            case BasicReject m -> tag(m.deliveryTag()).bits(m.requeue());
            case QueueDeclare m ->
                number(0)
                        .text(m.queue())
                        .bits(true, false, false, false, m.noWait())
                        .table(FieldTable.EMPTY);
            case Unserved m
            when m.id() == MethodId.QUEUE_DECLARE ->
                number(0).text("").bits(false).table(FieldTable.EMPTY);
            case ConnectionCloseOk _, ChannelCloseOk _, Unserved _ -> {}
        }
    }

    private ClientEncoder number(int value) {
        fields.putShort((short) value);
        return this;
    }

    private ClientEncoder tag(long value) {
        fields.putLong(value);
        return this;
    }

    private ClientEncoder text(String value) {
        Texts.putShort(value, fields);
        return this;
    }

    private ClientEncoder table(FieldTable value) {
        value.put(fields);
        return this;
    }

    private ClientEncoder bits(boolean... bits) {
        int octet = 0;
        for (int i = 0; i < bits.length; i++) {
            octet |= bits[i] ? 1 << i : 0;
        }
        fields.put((byte) octet);
        return this;
    }
}
