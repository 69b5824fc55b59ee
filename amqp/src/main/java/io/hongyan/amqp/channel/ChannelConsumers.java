package io.hongyan.amqp.channel;

import io.hongyan.amqp.codec.AmqpException;
import io.hongyan.amqp.codec.MethodId;
import io.hongyan.amqp.codec.ReplyCode;
import io.hongyan.amqp.codec.field.Texts;
import io.hongyan.amqp.codec.method.BasicCancel;
import io.hongyan.amqp.codec.method.BasicCancelOk;
import io.hongyan.amqp.codec.method.BasicConsume;
import io.hongyan.amqp.codec.method.BasicConsumeOk;
import io.hongyan.amqp.codec.method.QueueDeclare;
import io.hongyan.amqp.codec.method.QueueDeclareOk;
import io.hongyan.amqp.queue.QueueException;
import io.hongyan.amqp.queue.QueueKey;
import io.hongyan.amqp.queue.QueueKind;
import io.hongyan.amqp.queue.QueueStatus;
import io.hongyan.amqp.queue.Subscription;
import io.hongyan.transport.Loop;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// The consumers of one channel.
///
/// `basic.cancel` is never sent: the server SDK loses a subscription at it.
///
/// Confined to the loop of the connection.
final class ChannelConsumers {
    private final AmqpChannel channel;
    private final ChannelHost host;
    private final ChannelServices services;
    private final ChannelDeliveries deliveries;
    private final Map<String, ChannelConsumer> byTag = new LinkedHashMap<>();
    private int invented;

    ChannelConsumers(AmqpChannel channel, ChannelHost host, ChannelServices services, ChannelDeliveries deliveries) {
        this.channel = channel;
        this.host = host;
        this.services = services;
        this.deliveries = deliveries;
    }

    void consume(BasicConsume asked) {
        ConsumeRequest request = ConsumeRequest.of(asked, host.account().instance());
        check(request.queue(), asked.id());
        String tag = asked.consumerTag().isEmpty() ? inventTag() : asked.consumerTag();
        Loop loop = host.connection().loop();
        ChannelConsumer consumer = new ChannelConsumer(this, deliveries, loop, tag, request.queue(), !asked.noAck());
        if (byTag.containsKey(tag)) {
            throw new AmqpException(
                    ReplyCode.NOT_ALLOWED,
                    "basic.consume",
                    "consumer tag " + Texts.shown(tag) + " is in use on this channel",
                    asked.id());
        }
        if (!host.share().consumers().take()) {
            throw new AmqpException(
                    ReplyCode.PRECONDITION_FAILED,
                    "basic.consume",
                    "a connection has at most " + ConsumerLimit.MOST + " consumers",
                    asked.id());
        }
        byTag.put(tag, consumer);
        var _ = services.queues()
                .subscribe(request.queue(), request.filter(), request.live(), consumer)
                .whenComplete((subscription, error) ->
                        loop.execute(() -> subscribed(consumer, subscription, error, asked.noWait())));
    }

    /// A queue that may be consumed is there for its clients: its first consumer makes it.
    void declare(QueueDeclare asked) {
        QueueKey queue = ConsumeRequest.named(asked, host.account().instance());
        check(queue, asked.id());
        Optional<QueueStatus> known = services.queues().find(queue);
        long waiting = known.map(status -> Math.max(0, status.messages() - status.unacknowledged()))
                .orElse(0L);
        int count = known.map(QueueStatus::consumers).orElse(0);
        if (!asked.noWait()) {
            host.out().method(channel.number(), new QueueDeclareOk(asked.queue(), waiting, count));
        }
    }

    private String inventTag() {
        String tag;
        do {
            tag = "hongyan-" + channel.number() + "." + ++invented;
        } while (byTag.containsKey(tag));
        return tag;
    }

    /// @throws AmqpException when the account may not consume that
    private void check(QueueKey queue, MethodId method) {
        String why = refusal(queue);
        if (why != null) {
            throw new AmqpException(ReplyCode.ACCESS_REFUSED, method.text(), why, method);
        }
    }

    /// Why the account may not consume that, or null.
    private @Nullable String refusal(QueueKey queue) {
        boolean messages = queue.kind() == QueueKind.MESSAGES;
        boolean allowed = messages
                ? host.account().mayConsume(queue.source())
                : host.account().mayWatch(queue.source());
        if (!allowed) {
            return host.account().name() + " has no right to consume "
                    + (messages ? "parent topic " : "the status of group ") + Texts.shown(queue.source())
                    + "; it needs " + host.account().neededToConsume(messages ? queue.source() : "");
        }
        return messages
                ? services.cloud().consumeRefusal(queue.instance(), queue.source())
                : services.cloud().statusRefusal(queue.instance(), queue.source());
    }

    private void subscribed(
            ChannelConsumer consumer, @Nullable Subscription subscription, @Nullable Throwable error, boolean silent) {
        if (subscription == null) {
            remove(consumer.tag(), consumer);
            if (channel.isOpen()) {
                host.close(channel, fault(error));
            }
        } else if (byTag.get(consumer.tag()) != consumer) {
            consumer.abandon(subscription);
        } else {
            if (!silent) {
                host.out().method(channel.number(), new BasicConsumeOk(consumer.tag()));
            }
            consumer.start(subscription);
        }
    }

    private void remove(String tag, ChannelConsumer consumer) {
        if (byTag.remove(tag, consumer)) {
            host.share().consumers().give();
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
        ChannelConsumer consumer = byTag.get(asked.consumerTag());
        if (consumer != null) {
            remove(asked.consumerTag(), consumer);
            consumer.close(List.of()); // what it has may still be acknowledged
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

    /// All of them end; what they have not acknowledged returns to its queues.
    void end() {
        List<ChannelConsumer> all = List.copyOf(byTag.values());
        byTag.clear();
        all.forEach(_ -> host.share().consumers().give());
        all.forEach(consumer -> consumer.close(deliveries.takeAllOf(consumer)));
        deliveries.end();
    }

    void recheck() {
        for (ChannelConsumer consumer : byTag.values()) {
            check(consumer.queue(), MethodId.BASIC_CONSUME);
        }
    }

    /// The names of the queues that are consumed, once for each consumer.
    List<String> queues() {
        return byTag.values().stream().flatMap(ChannelConsumer::queueName).toList();
    }

    void wake() {
        byTag.values().forEach(ChannelConsumer::wake);
    }
}
