package io.hongyan.amqp.channel;

import io.hongyan.amqp.codec.AmqpException;
import io.hongyan.amqp.codec.MethodId;
import io.hongyan.amqp.codec.ReplyCode;
import io.hongyan.amqp.codec.method.BasicAck;
import io.hongyan.amqp.codec.method.BasicQos;
import io.hongyan.amqp.codec.method.BasicQosOk;
import io.hongyan.amqp.message.DeliveredMessage;
import io.hongyan.amqp.queue.Delivery;
import io.hongyan.broker.message.MessageId;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a channel has sent to its client and the client has not acknowledged, and how much of that there may be.
///
/// `basic.return` is never sent: the server SDK passes over it.
///
/// Confined to the loop of the connection.
final class ChannelDeliveries {
    private static final System.Logger LOG = System.getLogger(ChannelDeliveries.class.getName());
    private static final long MOST_BACKLOG = 1L << 20;

    private final AmqpChannel channel;
    private final ChannelHost host;
    private final ChannelServices services;
    private final DeliveryWindow window;
    private final Unacknowledged unacknowledged = new Unacknowledged();
    private final List<Delivery> unread = new ArrayList<>();
    private final Set<ChannelConsumer> toFlush = new LinkedHashSet<>();

    ChannelDeliveries(AmqpChannel channel, ChannelHost host, ChannelServices services) {
        this.channel = channel;
        this.host = host;
        this.services = services;
        this.window = new DeliveryWindow(
                services.settings().unacknowledged(),
                host.share().budget(),
                () -> host.connection().loop().execute(channel::wakeConsumers));
    }

    DeliveryWindow window() {
        return window;
    }

    void deliver(ChannelConsumer consumer, List<Delivery> batch) {
        long now = services.clock().steadyMillis();
        long wall = services.clock().wallMillis();
        int dealtWith = 0;
        try {
            for (Delivery delivery : batch) {
                deliver(consumer, delivery, now, wall);
                dealtWith++;
            }
            giveBackRead();
        } finally {
            if (dealtWith < batch.size()) { // it did not end well, and others can have them
                List<Delivery> left = batch.subList(dealtWith, batch.size());
                window.give(left);
                consumer.giveBack(left);
            }
        }
    }

    private void deliver(ChannelConsumer consumer, Delivery delivery, long now, long wall) {
        try {
            write(consumer, delivery, unacknowledged.nextTag(), wall);
        } catch (RuntimeException bug) {
            LOG.log(Level.ERROR, "message " + id(delivery) + " cannot be delivered: it counts as rejected", bug);
            window.give(List.of(delivery));
            consumer.reject(List.of(delivery));
            return;
        }
        services.figures().delivered();
        if (consumer.acknowledges()) {
            unacknowledged.add(consumer, delivery, now);
        } else {
            unacknowledged.skip();
            acknowledged(consumer, delivery);
            unread.add(delivery);
        }
    }

    private void write(ChannelConsumer consumer, Delivery delivery, long tag, long wall) {
        DeliveredMessage message =
                DeliveredMessage.of(consumer.queue(), delivery, wall, host.out().frameMax());
        host.out()
                .delivery(
                        channel.number(),
                        consumer.tag(),
                        tag,
                        delivery.redelivered(),
                        message.exchange(),
                        message.routingKey(),
                        message.properties(),
                        message.body());
    }

    private static MessageId id(Delivery delivery) {
        return delivery.entry().label().id();
    }

    /// What needs no acknowledgement has room until the client reads: its connection would hold it otherwise.
    void giveBackRead() {
        if (!unread.isEmpty() && host.connection().backlog() <= MOST_BACKLOG) {
            window.give(unread);
            unread.clear();
        }
    }

    void acknowledge(BasicAck ack) {
        List<Unacknowledged.Sent> taken = take(ack.deliveryTag(), ack.multiple(), MethodId.BASIC_ACK);
        taken.forEach(sent -> acknowledged(sent.consumer(), sent.delivery()));
        release(taken);
    }

    private void acknowledged(ChannelConsumer consumer, Delivery delivery) {
        consumer.acknowledge(delivery);
        if (toFlush.isEmpty()) {
            host.flushLater(channel);
        }
        toFlush.add(consumer);
    }

    /// The turn ends: tells queues what was acknowledged in it.
    void flush() {
        toFlush.forEach(ChannelConsumer::flush);
        toFlush.clear();
    }

    void negative(long tag, boolean multiple, boolean requeue) {
        List<Unacknowledged.Sent> taken = take(tag, multiple, MethodId.BASIC_NACK);
        for (Unacknowledged.Sent sent : taken) {
            if (requeue) {
                sent.consumer().giveBack(List.of(sent.delivery()));
            } else {
                sent.consumer().reject(List.of(sent.delivery()));
            }
        }
        release(taken);
    }

    private List<Unacknowledged.Sent> take(long tag, boolean multiple, MethodId method) {
        List<Unacknowledged.Sent> taken = unacknowledged.take(tag, multiple);
        if (taken == null) {
            throw new AmqpException(
                    ReplyCode.PRECONDITION_FAILED,
                    method.text(),
                    "unknown delivery tag " + Long.toUnsignedString(tag),
                    method);
        }
        return taken;
    }

    private List<Delivery> release(List<Unacknowledged.Sent> taken) {
        List<Delivery> deliveries =
                taken.stream().map(Unacknowledged.Sent::delivery).toList();
        window.give(deliveries);
        return deliveries;
    }

    /// Forgets what a consumer has not acknowledged.
    ///
    /// @return that; it returns to the queue
    List<Delivery> takeAllOf(ChannelConsumer consumer) {
        return release(unacknowledged.takeAll(sent -> sent.consumer() == consumer));
    }

    /// The channel ends: what consumers have that were cancelled returns to its queue.
    void end() {
        List<Unacknowledged.Sent> left = unacknowledged.takeAll(_ -> true);
        left.forEach(sent -> sent.consumer().giveBack(List.of(sent.delivery())));
        release(left);
        window.give(unread);
        unread.clear();
    }

    /// Another limit of the window; more than the service allows is not granted.
    void qos(BasicQos asked) {
        if (asked.prefetchSize() != 0) {
            throw new AmqpException(
                    ReplyCode.NOT_IMPLEMENTED,
                    "basic.qos",
                    "a prefetch-size is not served here; use a prefetch-count",
                    asked.id());
        }
        int most = services.settings().unacknowledged();
        window.limit(asked.prefetchCount() == 0 ? most : Math.min(asked.prefetchCount(), most));
        host.out().method(channel.number(), BasicQosOk.QOS_OK);
    }

    void flow(boolean active) {
        window.open(active);
    }

    /// @throws AmqpException when a delivery has waited too long for its acknowledgement
    void tick(long now) {
        giveBackRead();
        Unacknowledged.Sent oldest = unacknowledged.oldest();
        long most = services.settings().acknowledgeTimeout().toMillis();
        if (oldest != null && now - oldest.at() >= most) {
            throw new AmqpException(
                    ReplyCode.PRECONDITION_FAILED,
                    "basic.deliver",
                    "message " + id(oldest.delivery()) + " of queue "
                            + oldest.consumer().queue().name() + " was not acknowledged within " + most / 1000 + " s",
                    MethodId.BASIC_ACK);
        }
    }
}
