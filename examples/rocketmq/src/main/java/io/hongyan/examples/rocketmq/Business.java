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

    /// Consumes a topic until the program ends, the messages of each queue one after the other.
    ///
    /// @param group goes on where it was before; the first time it begins with the oldest message
    static void consume(String group, String topic, Consumer<MessageExt> each) throws MQClientException {
        DefaultMQPushConsumer consumer = new DefaultMQPushConsumer(group);
        consumer.setNamesrvAddr(Settings.nameServer());
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.subscribe(topic, "*");
        consumer.registerMessageListener((MessageListenerOrderly) (messages, context) -> {
            messages.forEach(each);
            return ConsumeOrderlyStatus.SUCCESS;
        });
        consumer.start();
        // Also with Ctrl-C: the queues of one that just vanishes are locked for up to a minute more.
        Runtime.getRuntime().addShutdownHook(new Thread(consumer::shutdown));
    }
}
