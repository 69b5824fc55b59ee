package io.hongyan.amqp.channel;

import io.hongyan.amqp.codec.AmqpException;
import io.hongyan.amqp.codec.ReplyCode;
import io.hongyan.amqp.codec.content.ContentHeader;
import io.hongyan.amqp.codec.method.BasicAck;
import io.hongyan.amqp.codec.method.BasicCancel;
import io.hongyan.amqp.codec.method.BasicConsume;
import io.hongyan.amqp.codec.method.BasicGet;
import io.hongyan.amqp.codec.method.BasicNack;
import io.hongyan.amqp.codec.method.BasicPublish;
import io.hongyan.amqp.codec.method.BasicQos;
import io.hongyan.amqp.codec.method.BasicReject;
import io.hongyan.amqp.codec.method.ChannelFlow;
import io.hongyan.amqp.codec.method.ChannelFlowOk;
import io.hongyan.amqp.codec.method.ClientMethod;
import io.hongyan.amqp.codec.method.ConfirmSelect;
import io.hongyan.amqp.codec.method.ConfirmSelectOk;
import io.hongyan.amqp.codec.method.QueueDeclare;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One channel: what it publishes, and what it consumes.
///
/// Confined to the loop of its connection.
public final class AmqpChannel {
    private final int number;
    private final ChannelHost host;
    private final ContentAssembler content;
    private final ChannelPublisher publisher;
    private final ChannelDeliveries deliveries;
    private final ChannelConsumers consumers;
    private boolean closing;
    private boolean ended;

    public AmqpChannel(int number, ChannelHost host, ChannelServices services) {
        this.number = number;
        this.host = host;
        this.content =
                new ContentAssembler(services.maxMessageBytes(), host.share().publishes());
        this.publisher = new ChannelPublisher(this, host, services);
        this.deliveries = new ChannelDeliveries(this, host, services);
        this.consumers = new ChannelConsumers(this, host, services, deliveries);
    }

    /// 1 to 65,535.
    public int number() {
        return number;
    }

    /// Whether this side has closed it, and the client has not answered: what comes is passed over.
    public boolean isClosing() {
        return closing;
    }

    /// The names of the queues that it consumes, once for each consumer.
    public List<String> queues() {
        return consumers.queues();
    }

    /// Deliveries that are on their way to the client, or that it has not acknowledged.
    public int unacknowledged() {
        return deliveries.window().used();
    }

    /// Whether anything may still be written on it.
    boolean isOpen() {
        return !closing && !ended;
    }

    /// A method of the client came.
    ///
    /// @throws AmqpException when it cannot be done: the channel, or the connection, is to be closed
    public void received(ClientMethod method) {
        if (content.isBusy()) {
            throw new AmqpException(
                    ReplyCode.UNEXPECTED_FRAME, "4.2.6", method.id() + " came before the content was whole");
        }
        switch (method) {
            case BasicPublish publish -> content.begin(publish);
            case ConfirmSelect select -> {
                publisher.confirm();
                if (!select.noWait()) {
                    host.out().method(number, ConfirmSelectOk.SELECT_OK);
                }
            }
            case QueueDeclare declare -> consumers.declare(declare);
            case BasicConsume consume -> consumers.consume(consume);
            case BasicCancel cancel -> consumers.cancel(cancel);
            case BasicAck ack -> deliveries.acknowledge(ack);
            case BasicNack nack -> deliveries.negative(nack.deliveryTag(), nack.multiple(), nack.requeue());
            case BasicReject reject -> deliveries.negative(reject.deliveryTag(), false, reject.requeue());
            case BasicQos qos -> deliveries.qos(qos);
            case ChannelFlow flow -> {
                deliveries.flow(flow.active());
                host.out().method(number, new ChannelFlowOk(flow.active()));
            }
            case ChannelFlowOk _ -> {}
            case BasicGet get ->
                throw new AmqpException(
                        ReplyCode.NOT_IMPLEMENTED,
                        "basic.get",
                        "basic.get is not served here; use basic.consume",
                        get.id());
            default ->
                throw new AmqpException(
                        ReplyCode.COMMAND_INVALID, "4.2.4", method.id() + " may not come here", method.id());
        }
    }

    /// A content header came.
    ///
    /// @param bytes that it has
    public void header(ContentHeader header, int bytes) {
        publish(content.header(header, bytes));
    }

    /// A body frame came.
    public void body(ByteBuffer frame) {
        publish(content.body(frame));
    }

    private void publish(@Nullable Content whole) {
        if (whole != null) {
            publisher.publish(whole);
        }
    }

    /// This side closes it: what it has not acknowledged returns to its queues.
    public void close() {
        closing = true;
        content.discard();
        consumers.end();
    }

    /// The channel is gone.
    public void end() {
        ended = true;
        content.discard();
        consumers.end();
    }

    /// The client has read what waited for it.
    public void drained() {
        deliveries.giveBackRead();
    }

    /// Time has passed.
    public void tick(long now) {
        if (isOpen()) {
            try {
                deliveries.tick(now);
            } catch (AmqpException late) {
                host.close(this, late);
            }
        }
    }

    /// Rights may have changed.
    public void recheck() {
        if (isOpen()) {
            try {
                consumers.recheck();
            } catch (AmqpException denied) {
                host.close(this, denied);
            }
        }
    }

    /// The turn ends: tells queues what was acknowledged in it.
    public void flush() {
        deliveries.flush();
    }

    /// There is room again for deliveries.
    public void wakeConsumers() {
        consumers.wake();
    }
}
