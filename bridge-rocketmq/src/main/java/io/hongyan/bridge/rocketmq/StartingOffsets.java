package io.hongyan.bridge.rocketmq;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.rocketmq.client.consumer.store.ReadOffsetType;
import org.apache.rocketmq.client.consumer.store.RemoteBrokerOffsetStore;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.impl.factory.MQClientInstance;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.remoting.exception.RemotingException;

/// Where a group reads on; a new group begins where it is told to.
///
/// RocketMQ's own `CONSUME_FROM_LAST_OFFSET` does not do: for a new group and a topic of which nothing was deleted yet
/// the broker answers 0, and the group would get all that was ever sent; and it would skip what was sent to a new queue
/// before the consumer learned of it.
final class StartingOffsets extends RemoteBrokerOffsetStore {
    private final Map<MessageQueue, Long> starts = new ConcurrentHashMap<>();

    /// @param starts where to begin; empty for a group that RocketMQ knows
    StartingOffsets(MQClientInstance client, String group, Map<MessageQueue, Long> starts) {
        super(client, group);
        this.starts.putAll(starts);
    }

    @Override
    public long readOffset(MessageQueue queue, ReadOffsetType type) {
        Long start = starts.get(queue);
        if (start == null || type != ReadOffsetType.READ_FROM_STORE) {
            return super.readOffset(queue, type);
        }
        updateOffset(queue, start, true);
        return start;
    }

    /// Tells the brokers, so that the next start finds a known group. To be called until it ends without an exception.
    void commit() throws MQBrokerException, RemotingException, MQClientException, InterruptedException {
        for (Map.Entry<MessageQueue, Long> start : Map.copyOf(starts).entrySet()) {
            long reached = super.readOffset(start.getKey(), ReadOffsetType.READ_FROM_MEMORY);
            updateConsumeOffsetToBroker(start.getKey(), Math.max(reached, start.getValue()), false);
            starts.remove(start.getKey());
        }
    }
}
