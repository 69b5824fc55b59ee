package io.hongyan.amqp.channel;

import io.hongyan.amqp.codec.AmqpException;
import io.hongyan.amqp.codec.MethodId;
import io.hongyan.amqp.codec.ReplyCode;
import io.hongyan.amqp.codec.field.Texts;
import io.hongyan.amqp.codec.method.BasicAck;
import io.hongyan.amqp.codec.method.BasicCancel;
import io.hongyan.amqp.codec.method.BasicCancelOk;
import io.hongyan.amqp.codec.method.BasicConsume;
import io.hongyan.amqp.codec.method.BasicConsumeOk;
import io.hongyan.amqp.codec.method.BasicQos;
import io.hongyan.amqp.codec.method.BasicQosOk;
import io.hongyan.amqp.message.DeliveredMessage;
import io.hongyan.amqp.queue.Delivery;
import io.hongyan.amqp.queue.QueueException;
import io.hongyan.amqp.queue.QueueKey;
import io.hongyan.amqp.queue.QueueKind;
import io.hongyan.amqp.queue.Subscription;
import io.hongyan.transport.Loop;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// The consumers of one channel, and what they have not acknowledged.
///
/// `basic.cancel` and `basic.return` are never sent: the server SDK loses a subscription at the one and passes over the
/// other.
///
/// Confined to the loop of the connection.
final class ChannelConsumers {
    private final AmqpChannel channel;
    private final ChannelHost host;
    private final ChannelServices services;
    private final DeliveryWindow window;
    private final Map<String, ChannelConsumer> byTag = new LinkedHashMap<>();
    private final Unacknowledged unacknowledged = new Unacknowledged();
    private int invented;
    private boolean flushes;

    ChannelConsumers(AmqpChannel channel, ChannelHost host, ChannelServices services) {
        this.channel = channel;
        this.host = host;
        this.services = services;
        Loop loop = host.connection().loop();
        this.window =
                new DeliveryWindow(services.settings().unacknowledged(), host.budget(), () -> loop.execute(this::wake));
    }

    // Consumers.

    void consume(BasicConsume asked) {
        ConsumeRequest request = ConsumeRequest.of(asked, host.account().instance());
        String why = refusal(request.queue());
        if (why != null) {
            throw new AmqpException(ReplyCode.ACCESS_REFUSED, "basic.consume", why, asked.id());
        }
        String tag = asked.consumerTag().isEmpty() ? inventTag() : asked.consumerTag();
        ChannelConsumer consumer =
                new ChannelConsumer(this, window, host.connection().loop(), tag, request.queue(), !asked.noAck());
        if (byTag.putIfAbsent(tag, consumer) != null) {
            throw new AmqpException(
                    ReplyCode.NOT_ALLOWED,
                    "basic.consume",
                    "consumer tag " + Texts.shown(tag) + " is in use on this channel",
                    asked.id());
        }
        Loop loop = host.connection().loop();
        var _ = services.queues()
                .subscribe(request.queue(), request.filter(), request.live(), consumer)
                .whenComplete((subscription, error) ->
                        loop.execute(() -> subscribed(consumer, subscription, error, asked.noWait())));
    }

    private String inventTag() {
        String tag;
        do {
            tag = "hongyan-" + channel.number() + "." + ++invented;
        } while (byTag.containsKey(tag));
        return tag;
    }

    /// Why the account may not consume that, or null.
    private @Nullable String refusal(QueueKey queue) {
        boolean messages = queue.kind() == QueueKind.MESSAGES;
        boolean allowed = messages
                ? host.account().mayConsume(queue.source())
                : host.account().mayWatch(queue.source());
        if (!allowed) {
            return host.account().name() + " has no right to consume "
                    + (messages ? "parent topic " : "the status of group ") + Texts.shown(queue.source());
        }
        return messages
                ? services.cloud().consumeRefusal(queue.instance(), queue.source())
                : services.cloud().statusRefusal(queue.instance(), queue.source());
    }

    private void subscribed(
            ChannelConsumer consumer, @Nullable Subscription subscription, @Nullable Throwable error, boolean silent) {
        if (subscription == null) {
            byTag.remove(consumer.tag(), consumer);
            if (channel.isOpen()) {
                host.close(channel, fault(error));
            }
        } else if (byTag.get(consumer.tag()) != consumer) {
            release(consumer.abandon(subscription));
        } else {
            if (!silent) {
                host.out().method(channel.number(), new BasicConsumeOk(consumer.tag()));
            }
            consumer.start(subscription);
        }
    }

    private static AmqpException fault(@Nullable Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof QueueException refused
                ? new AmqpException(
                        ReplyCode.PRECONDITION_FAILED,
                        "basic.consume",
                        String.valueOf(refused.getMessage()),
                        MethodId.BASIC_CONSUME)
                : new AmqpException(
                        ReplyCode.INTERNAL_ERROR,
                        "basic.consume",
                        "the queue could not be made: " + cause,
                        MethodId.BASIC_CONSUME);
    }

    void cancel(BasicCancel asked) {
        ChannelConsumer consumer = byTag.remove(asked.consumerTag());
        if (consumer != null) {
            end(consumer);
        }
        if (!asked.noWait()) {
            host.out().method(channel.number(), new BasicCancelOk(asked.consumerTag()));
        }
    }

    /// Its queue is gone.
    void ended(ChannelConsumer consumer, String why) {
        if (byTag.get(consumer.tag()) == consumer && channel.isOpen()) {
            host.close(channel, new AmqpException(ReplyCode.NOT_FOUND, "basic.consume", why, MethodId.BASIC_CONSUME));
        }
    }

    private void end(ChannelConsumer consumer) {
        List<Unacknowledged.Sent> left = unacknowledged.takeAll(sent -> sent.consumer() == consumer);
        release(left);
        consumer.close(left.stream().map(Unacknowledged.Sent::delivery).toList());
    }

    /// All of them end; what they have not acknowledged returns to its queues.
    void end() {
        List<ChannelConsumer> all = List.copyOf(byTag.values());
        byTag.clear();
        all.forEach(this::end);
    }

    void recheck() {
        for (ChannelConsumer consumer : byTag.values()) {
            String why = refusal(consumer.queue());
            if (why != null) {
                throw new AmqpException(ReplyCode.ACCESS_REFUSED, "basic.consume", why, MethodId.BASIC_CONSUME);
            }
        }
    }

    void wake() {
        byTag.values().forEach(ChannelConsumer::wake);
    }

    // Deliveries.

    void deliver(ChannelConsumer consumer, List<Delivery> batch) {
        if (byTag.get(consumer.tag()) != consumer) {
            release(batch);
            consumer.giveBack(batch);
            return;
        }
        long now = services.clock().steadyMillis();
        long wall = services.clock().wallMillis();
        for (Delivery delivery : batch) {
            DeliveredMessage message = DeliveredMessage.of(
                    consumer.queue(), delivery, wall, host.out().frameMax());
            long tag = consumer.acknowledges() ? unacknowledged.add(consumer, delivery, now) : unacknowledged.skip();
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
            services.figures().delivered();
            if (!consumer.acknowledges()) {
                acknowledged(consumer, delivery);
            }
        }
        if (!consumer.acknowledges()) {
            release(batch);
        }
    }

    private void release(List<?> deliveries) {
        long bytes = 0;
        for (Object each : deliveries) {
            bytes += each instanceof Unacknowledged.Sent sent ? sent.delivery().bytes() : ((Delivery) each).bytes();
        }
        if (!deliveries.isEmpty()) {
            window.give(deliveries.size(), bytes);
        }
    }

    // Acknowledgements.

    void acknowledge(BasicAck ack) {
        List<Unacknowledged.Sent> taken = take(ack.deliveryTag(), ack.multiple(), MethodId.BASIC_ACK);
        taken.forEach(sent -> acknowledged(sent.consumer(), sent.delivery()));
        release(taken);
    }

    private void acknowledged(ChannelConsumer consumer, Delivery delivery) {
        consumer.acknowledge(delivery);
        if (!flushes) {
            flushes = true;
            host.flushLater(channel);
        }
    }

    void flush() {
        flushes = false;
        byTag.values().forEach(ChannelConsumer::flush);
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

    // Flow.

    /// The window of the channel; more than the service allows is not granted.
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
        Unacknowledged.Sent oldest = unacknowledged.oldest();
        long most = services.settings().acknowledgeTimeout().toMillis();
        if (oldest != null && now - oldest.at() >= most) {
            throw new AmqpException(
                    ReplyCode.PRECONDITION_FAILED,
                    "basic.deliver",
                    "a delivery was not acknowledged within " + most / 1000 + " s",
                    MethodId.BASIC_ACK);
        }
    }
}
