package io.hongyan.bridge.rocketmq;

import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.impl.consumer.DefaultMQPushConsumerImpl;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.remoting.exception.RemotingException;

/// Gives a message back to its broker, to come again later or to become a dead letter.
final class SendBack {
    static final int DEAD_LETTER = -1;
    /// Five minutes, as brokers have it by default (`messageDelayLevel`).
    private static final int LONGEST_DELAY_LEVEL = 9;
    private static final int RETRY_MILLIS = 1_000;

    private final DefaultMQPushConsumerImpl consumer;
    private final Receiving receiving;

    SendBack(DefaultMQPushConsumerImpl consumer, Receiving receiving) {
        this.consumer = consumer;
        this.receiving = receiving;
    }

    /// @param attempt 1 for the first
    static int delayLevel(int attempt) {
        return Math.min(attempt, LONGEST_DELAY_LEVEL);
    }

    /// Tries until it has gone well.
    ///
    /// @return false when nobody waits for it any more: the message is still unacknowledged
    boolean give(MessageExt message, int delayLevel) {
        while (true) {
            try {
                consumer.sendMessageBack(
                        message,
                        delayLevel,
                        new MessageQueue(message.getTopic(), message.getBrokerName(), message.getQueueId()));
                return true;
            } catch (RemotingException | MQBrokerException | MQClientException e) {
                if (receiving.awaitLeft(RETRY_MILLIS)) {
                    return false;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
