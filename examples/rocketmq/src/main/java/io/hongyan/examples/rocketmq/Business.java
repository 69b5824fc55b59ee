package io.hongyan.examples.rocketmq;

import java.util.function.Consumer;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeOrderlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerOrderly;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.MessageExt;

/// The business side: a consumer of RocketMQ.
final class Business {
    private Business() {}

    /// Consumes a topic, the messages of each queue one after the other.
    ///
    /// @param group goes on where it was before; the first time it begins with the oldest message
    static DefaultMQPushConsumer consume(String group, String topic, Consumer<MessageExt> each)
            throws MQClientException {
        DefaultMQPushConsumer consumer = new DefaultMQPushConsumer(group);
        consumer.setNamesrvAddr(Settings.nameServer());
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.subscribe(topic, "*");
        consumer.registerMessageListener((MessageListenerOrderly) (messages, context) -> {
            messages.forEach(each);
            return ConsumeOrderlyStatus.SUCCESS;
        });
        consumer.start();
        return consumer;
    }

    /// Ends the program: RocketMQ's consumer leaves a thread behind that would keep it.
    static void end(DefaultMQPushConsumer consumer) {
        consumer.shutdown();
        System.exit(0);
    }
}
