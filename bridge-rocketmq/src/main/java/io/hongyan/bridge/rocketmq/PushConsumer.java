package io.hongyan.bridge.rocketmq;

import io.hongyan.exchange.spi.ConsumerSettings;
import java.util.Map;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.MessageSelector;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.impl.MQClientManager;
import org.apache.rocketmq.client.impl.consumer.DefaultMQPushConsumerImpl;
import org.apache.rocketmq.client.impl.factory.MQClientInstance;
import org.apache.rocketmq.common.MixAll;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.remoting.exception.RemotingException;

/// RocketMQ's consumer, set up for a rule.
final class PushConsumer {
    /// How many messages are handed over at once: threads times batch when order does not matter, one for each queue
    /// and thread at most when it does.
    private static final int THREADS = 16;

    private static final int BATCH = 16;
    /// Of each queue, waiting in memory.
    private static final int QUEUED = 512;

    private static final int QUEUED_MIB = 16;
    private static final long RECEIPT_MILLIS = 3_000;
    private static final long END_MILLIS = 2_000;

    private final DefaultMQPushConsumer consumer;
    private final Receiving receiving;
    private final MQClientInstance client;
    private final StartingOffsets offsets;
    private final String retryTopic;
    private boolean complete;

    /// @param starts see [StartingOffsets]
    @SuppressWarnings("deprecation")
    PushConsumer(
            RemotingConnection connection,
            ConsumerSettings settings,
            Receiving receiving,
            Map<MessageQueue, Long> starts)
            throws MQClientException {
        this.receiving = receiving;
        String group = connection.named(settings.group());
        consumer = new DefaultMQPushConsumer(group, connection.credentials());
        boolean sql = settings.filter() == ConsumerSettings.Filter.SQL92;
        // A broker that does not take the condition of one consumer spoils the start of all that share its sockets.
        connection.configureFor(consumer, sql ? settings.group() : "");
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.setConsumeThreadMin(THREADS);
        consumer.setConsumeThreadMax(THREADS);
        consumer.setPullThresholdForQueue(QUEUED);
        consumer.setPullThresholdSizeForQueue(QUEUED_MIB);
        // It comes again for as long as it takes; only what is refused becomes a dead letter.
        consumer.setMaxReconsumeTimes(Integer.MAX_VALUE);
        client = MQClientManager.getInstance().getOrCreateMQClientInstance(consumer, connection.credentials());
        retryTopic = MixAll.getRetryTopic(group);
        offsets = new StartingOffsets(client, group, starts);
        consumer.setOffsetStore(offsets);
        var back = new SendBack(inner(), receiving);
        if (settings.ordered()) {
            consumer.setConsumeMessageBatchMaxSize(1);
            consumer.registerMessageListener(new OrderedListener(receiving, back, settings.deadLetters()));
        } else {
            consumer.setConsumeMessageBatchMaxSize(BATCH);
            consumer.registerMessageListener(new ConcurrentListener(receiving, back, settings.deadLetters()));
        }
        String topic = connection.named(settings.topic());
        if (sql) {
            consumer.subscribe(topic, MessageSelector.bySql(settings.expression()));
        } else {
            consumer.subscribe(topic, settings.expression());
        }
    }

    void start() throws MQClientException {
        consumer.start();
    }

    /// Does what can only be done when the brokers know the group, which is soon after the start.
    ///
    /// @return whether that is all done; otherwise it is to be called again
    boolean complete() throws MQBrokerException, RemotingException, MQClientException, InterruptedException {
        if (complete) {
            return true;
        }
        offsets.commit();
        // The first heartbeat makes the topic of what is to come again, which the consumer would notice much later.
        client.updateTopicRouteInfoFromNameServer(retryTopic);
        complete = client.getTopicRouteTable().containsKey(retryTopic);
        if (complete) {
            client.rebalanceImmediately();
        }
        return complete;
    }

    @SuppressWarnings("deprecation")
    private DefaultMQPushConsumerImpl inner() {
        return consumer.getDefaultMQPushConsumerImpl();
    }

    /// Acknowledges what is answered within three seconds, and leaves the rest to the next consumer of the group.
    void close() {
        consumer.suspend();
        receiving.leave(RECEIPT_MILLIS);
        inner().getRebalanceImpl().getProcessQueueTable().values().forEach(queue -> queue.setDropped(true));
        receiving.left();
        inner().shutdown(END_MILLIS);
    }
}
