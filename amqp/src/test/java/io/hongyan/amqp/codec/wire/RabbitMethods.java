package io.hongyan.amqp.codec.wire;

import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.LongStringHelper;
import com.rabbitmq.client.impl.Method;
import io.hongyan.amqp.codec.method.BasicAck;
import io.hongyan.amqp.codec.method.BasicCancel;
import io.hongyan.amqp.codec.method.BasicCancelOk;
import io.hongyan.amqp.codec.method.BasicConsume;
import io.hongyan.amqp.codec.method.BasicConsumeOk;
import io.hongyan.amqp.codec.method.BasicDeliver;
import io.hongyan.amqp.codec.method.BasicGet;
import io.hongyan.amqp.codec.method.BasicNack;
import io.hongyan.amqp.codec.method.BasicPublish;
import io.hongyan.amqp.codec.method.BasicQos;
import io.hongyan.amqp.codec.method.BasicQosOk;
import io.hongyan.amqp.codec.method.BasicReject;
import io.hongyan.amqp.codec.method.ChannelClose;
import io.hongyan.amqp.codec.method.ChannelCloseOk;
import io.hongyan.amqp.codec.method.ChannelFlow;
import io.hongyan.amqp.codec.method.ChannelFlowOk;
import io.hongyan.amqp.codec.method.ChannelOpen;
import io.hongyan.amqp.codec.method.ChannelOpenOk;
import io.hongyan.amqp.codec.method.ClientMethod;
import io.hongyan.amqp.codec.method.ConfirmSelect;
import io.hongyan.amqp.codec.method.ConfirmSelectOk;
import io.hongyan.amqp.codec.method.ConnectionBlocked;
import io.hongyan.amqp.codec.method.ConnectionClose;
import io.hongyan.amqp.codec.method.ConnectionCloseOk;
import io.hongyan.amqp.codec.method.ConnectionOpen;
import io.hongyan.amqp.codec.method.ConnectionOpenOk;
import io.hongyan.amqp.codec.method.ConnectionStart;
import io.hongyan.amqp.codec.method.ConnectionStartOk;
import io.hongyan.amqp.codec.method.ConnectionTune;
import io.hongyan.amqp.codec.method.ConnectionTuneOk;
import io.hongyan.amqp.codec.method.ConnectionUnblocked;
import io.hongyan.amqp.codec.method.QueueDeclare;
import io.hongyan.amqp.codec.method.QueueDeclareOk;
import io.hongyan.amqp.codec.method.ServerMethod;
import io.hongyan.amqp.codec.method.Unserved;
import java.util.Map;

/// Our methods as RabbitMQ's client has them.
final class RabbitMethods {
    private RabbitMethods() {}

    static Method of(ClientMethod method) {
        return switch (method) {
            case ConnectionStartOk m ->
                new AMQImpl.Connection.StartOk(
                        RabbitValues.table(m.clientProperties()),
                        m.mechanism(),
                        LongStringHelper.asLongString(m.response()),
                        m.locale());
            case ConnectionTuneOk m -> new AMQImpl.Connection.TuneOk(m.channelMax(), (int) m.frameMax(), m.heartbeat());
            case ConnectionOpen m -> new AMQImpl.Connection.Open(m.virtualHost(), "", false);
            case ConnectionClose m ->
                new AMQImpl.Connection.Close(m.replyCode(), m.replyText(), m.classId(), m.methodId());
            case ConnectionCloseOk _ -> new AMQImpl.Connection.CloseOk();
            case ChannelOpen _ -> new AMQImpl.Channel.Open("");
            case ChannelFlow m -> new AMQImpl.Channel.Flow(m.active());
            case ChannelFlowOk m -> new AMQImpl.Channel.FlowOk(m.active());
            case ChannelClose m -> new AMQImpl.Channel.Close(m.replyCode(), m.replyText(), m.classId(), m.methodId());
            case ChannelCloseOk _ -> new AMQImpl.Channel.CloseOk();
            case ConfirmSelect m -> new AMQImpl.Confirm.Select(m.noWait());
            case QueueDeclare m ->
                new AMQImpl.Queue.Declare(0, m.queue(), true, false, false, false, m.noWait(), Map.of());
            case BasicQos m -> new AMQImpl.Basic.Qos((int) m.prefetchSize(), m.prefetchCount(), m.global());
            case BasicConsume m ->
                new AMQImpl.Basic.Consume(
                        0,
                        m.queue(),
                        m.consumerTag(),
                        m.noLocal(),
                        m.noAck(),
                        m.exclusive(),
                        m.noWait(),
                        RabbitValues.table(m.arguments()));
            case BasicCancel m -> new AMQImpl.Basic.Cancel(m.consumerTag(), m.noWait());
            case BasicPublish m ->
                new AMQImpl.Basic.Publish(0, m.exchange(), m.routingKey(), m.mandatory(), m.immediate());
            case BasicGet m -> new AMQImpl.Basic.Get(0, m.queue(), m.noAck());
            case BasicAck m -> new AMQImpl.Basic.Ack(m.deliveryTag(), m.multiple());
            case BasicNack m -> new AMQImpl.Basic.Nack(m.deliveryTag(), m.multiple(), m.requeue());
            case BasicReject m -> new AMQImpl.Basic.Reject(m.deliveryTag(), m.requeue());
            case Unserved m -> throw new IllegalArgumentException(m.name());
        };
    }

    static Method of(ServerMethod method) {
        return switch (method) {
            case ConnectionStart m ->
                new AMQImpl.Connection.Start(
                        0,
                        9,
                        RabbitValues.table(m.serverProperties()),
                        LongStringHelper.asLongString(m.mechanisms()),
                        LongStringHelper.asLongString(m.locales()));
            case ConnectionTune m -> new AMQImpl.Connection.Tune(m.channelMax(), (int) m.frameMax(), m.heartbeat());
            case ConnectionOpenOk _ -> new AMQImpl.Connection.OpenOk("");
            case ConnectionBlocked m -> new AMQImpl.Connection.Blocked(m.reason());
            case ConnectionUnblocked _ -> new AMQImpl.Connection.Unblocked();
            case ChannelOpenOk _ -> new AMQImpl.Channel.OpenOk(LongStringHelper.asLongString(""));
            case ConfirmSelectOk _ -> new AMQImpl.Confirm.SelectOk();
            case QueueDeclareOk m -> new AMQImpl.Queue.DeclareOk(m.queue(), (int) m.messages(), (int) m.consumers());
            case BasicQosOk _ -> new AMQImpl.Basic.QosOk();
            case BasicConsumeOk m -> new AMQImpl.Basic.ConsumeOk(m.consumerTag());
            case BasicCancelOk m -> new AMQImpl.Basic.CancelOk(m.consumerTag());
            case BasicDeliver m ->
                new AMQImpl.Basic.Deliver(
                        m.consumerTag(), m.deliveryTag(), m.redelivered(), m.exchange(), m.routingKey());
            case ConnectionClose m -> of((ClientMethod) m);
            case ConnectionCloseOk m -> of((ClientMethod) m);
            case ChannelFlow m -> of((ClientMethod) m);
            case ChannelFlowOk m -> of((ClientMethod) m);
            case ChannelClose m -> of((ClientMethod) m);
            case ChannelCloseOk m -> of((ClientMethod) m);
            case BasicAck m -> of((ClientMethod) m);
            case BasicNack m -> of((ClientMethod) m);
        };
    }
}
