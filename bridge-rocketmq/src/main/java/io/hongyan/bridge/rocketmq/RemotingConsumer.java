package io.hongyan.bridge.rocketmq;

import io.hongyan.exchange.spi.ConsumerSettings;
import io.hongyan.exchange.spi.ExchangeConsumer;
import io.hongyan.exchange.spi.ExchangeException;
import io.hongyan.exchange.spi.ExchangeReceiver;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.impl.MQClientAPIImpl;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.remoting.exception.RemotingException;
import org.apache.rocketmq.remoting.protocol.ResponseCode;
import org.apache.rocketmq.remoting.protocol.admin.ConsumeStats;
import org.apache.rocketmq.remoting.protocol.filter.FilterAPI;
import org.apache.rocketmq.remoting.protocol.heartbeat.SubscriptionData;
import org.apache.rocketmq.remoting.protocol.route.TopicRouteData;
import org.jspecify.annotations.Nullable;

/// Receives for a rule. A thread of its own starts RocketMQ's consumer as soon as that can be, and looks after it.
final class RemotingConsumer implements ExchangeConsumer {
    private static final long RETRY_MILLIS = 1_000;
    private static final long LOOK_MILLIS = 5_000;

    private final RemotingConnection connection;
    private final ConsumerSettings settings;
    private final String group;
    private final String topic;
    private final SubscriptionData subscription;
    private final ExchangeReceiver receiver;
    private final Receiving receiving;
    private final Runnable whenClosed;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private final AtomicLong reconnects = new AtomicLong();
    private boolean topicWasMissing;
    private boolean complete;
    private @Nullable PushConsumer consumer;
    private volatile @Nullable String fault = "RocketMQ has not been reached yet";
    private volatile long waiting = -1;

    /// @param whenClosed is run after it
    RemotingConsumer(
            RemotingConnection connection, ConsumerSettings settings, ExchangeReceiver receiver, Runnable whenClosed) {
        this.connection = connection;
        this.settings = settings;
        this.whenClosed = whenClosed;
        group = connection.named(settings.group());
        topic = connection.named(settings.topic());
        subscription = subscription(settings, topic);
        this.receiver = receiver;
        receiving = new Receiving(receiver);
        thread = Thread.ofVirtual().name("rocketmq-" + settings.group()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private static SubscriptionData subscription(ConsumerSettings settings, String topic) {
        try {
            return FilterAPI.build(
                    topic, settings.expression(), settings.filter().name());
        } catch (Exception e) {
            throw new ExchangeException("filter '" + settings.expression() + "' cannot be used: " + Faults.text(e), e);
        }
    }

    private void run() {
        try {
            boolean open = true;
            while (open) {
                tell(look());
                open = !closed.await(fault == null && complete ? LOOK_MILLIS : RETRY_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (consumer != null) {
                consumer.close();
            }
        }
    }

    private void tell(@Nullable String now) {
        String before = fault;
        fault = now;
        if (now == null) {
            if (before != null) {
                receiver.works();
            }
        } else if (!now.equals(before)) {
            if (before == null) {
                reconnects.incrementAndGet();
            }
            receiver.waits(now);
        }
    }

    /// @return what is wrong, null when all is well
    private @Nullable String look() throws InterruptedException {
        try {
            TopicRouteData route = connection.route(topic);
            if (consumer == null) {
                consumer = open(route);
            }
            complete = consumer.complete();
            waiting = waiting(route);
            return null;
        } catch (MQClientException e) {
            waiting = -1;
            topicWasMissing |= consumer == null && Faults.topicIsMissing(e);
            return Faults.topicIsMissing(e) ? Faults.missing(topic).why() : explained(e);
        } catch (MQBrokerException | RemotingException | RuntimeException e) {
            waiting = -1;
            return Faults.denied(e)
                    ? "topic " + settings.topic() + " may not be consumed " + connection.who() + ": " + Faults.text(e)
                    : Faults.text(e);
        }
    }

    private String explained(MQClientException e) {
        String text = Faults.text(e);
        if (e.getResponseCode() == ResponseCode.SUBSCRIPTION_PARSE_FAILED) {
            return "RocketMQ does not understand the condition '" + settings.expression() + "': " + text;
        }
        return text.contains("does not support consumer to filter message by SQL92")
                ? "the broker does not filter by SQL92: set enablePropertyFilter=true in its configuration and restart "
                        + "it, or filter by tags"
                : text;
    }

    private PushConsumer open(TopicRouteData route)
            throws RemotingException, MQBrokerException, MQClientException, InterruptedException {
        MQClientAPIImpl api = connection.api();
        if (settings.filter() == ConsumerSettings.Filter.SQL92) {
            for (String address : GroupStart.addresses(route).values()) {
                api.checkClientInBroker(
                        address,
                        group,
                        connection.client().getClientId(),
                        subscription,
                        RemotingConnection.TIMEOUT_MILLIS);
            }
        }
        // A topic that came into being after the rule has nothing that is older than it.
        Map<MessageQueue, Long> starts =
                topicWasMissing ? Map.of() : new GroupStart(api, group, topic, settings.since()).starts(route);
        var opened = new PushConsumer(connection, settings, receiving, starts);
        opened.start();
        return opened;
    }

    private long waiting(TopicRouteData route) throws RemotingException, MQBrokerException, InterruptedException {
        long sum = 0;
        for (String address : GroupStart.addresses(route).values()) {
            try {
                ConsumeStats stats =
                        connection.api().getConsumeStats(address, group, topic, RemotingConnection.TIMEOUT_MILLIS);
                sum += stats.computeTotalDiff();
            } catch (MQBrokerException e) {
                if (Faults.denied(e)) {
                    // Who may consume need not be allowed to ask how far he is.
                    return -1;
                }
                throw e;
            }
        }
        return sum;
    }

    @Override
    public @Nullable String fault() {
        return fault;
    }

    @Override
    public long waiting() {
        return waiting;
    }

    @Override
    public long reconnects() {
        return reconnects.get();
    }

    @Override
    public void close() {
        closed.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        whenClosed.run();
    }
}
