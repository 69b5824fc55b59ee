package io.hongyan.bridge.rocketmq;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.OffsetNotFoundException;
import org.apache.rocketmq.client.impl.MQClientAPIImpl;
import org.apache.rocketmq.client.impl.factory.MQClientInstance;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.remoting.exception.RemotingException;
import org.apache.rocketmq.remoting.protocol.header.QueryConsumerOffsetRequestHeader;
import org.apache.rocketmq.remoting.protocol.route.BrokerData;
import org.apache.rocketmq.remoting.protocol.route.TopicRouteData;

/// Finds out whether a consumer group is new, and where it begins.
final class GroupStart {
    private final MQClientAPIImpl api;
    private final String group;
    private final String topic;
    private final Instant since;

    GroupStart(MQClientAPIImpl api, String group, String topic, Instant since) {
        this.api = api;
        this.group = group;
        this.topic = topic;
        this.since = since;
    }

    /// Where all queues were at that time when no broker knows the group; empty when one does. Brokers of 4.9 may tell
    /// the place before.
    Map<MessageQueue, Long> starts(TopicRouteData route)
            throws RemotingException, MQBrokerException, InterruptedException {
        Map<String, String> addresses = addresses(route);
        var starts = new HashMap<MessageQueue, Long>();
        for (MessageQueue queue : MQClientInstance.topicRouteData2TopicSubscribeInfo(topic, route)) {
            String address = addresses.get(queue.getBrokerName());
            if (address != null) {
                if (isKnown(address, queue)) {
                    return Map.of();
                }
                starts.put(
                        queue,
                        api.searchOffset(address, queue, since.toEpochMilli(), RemotingConnection.TIMEOUT_MILLIS));
            }
        }
        return starts;
    }

    private boolean isKnown(String address, MessageQueue queue)
            throws RemotingException, MQBrokerException, InterruptedException {
        var question = new QueryConsumerOffsetRequestHeader();
        question.setConsumerGroup(group);
        question.setTopic(topic);
        question.setQueueId(queue.getQueueId());
        question.setBrokerName(queue.getBrokerName());
        question.setSetZeroIfNotFound(false);
        try {
            long offset = api.queryConsumerOffset(address, question, RemotingConnection.TIMEOUT_MILLIS);
            // A broker of 4.9 does not know the last question, and says 0 for a group that it does not know.
            return offset > 0 || hasOffsets(address);
        } catch (OffsetNotFoundException e) {
            return false;
        }
    }

    /// Asked for no topic a broker tells those for which it has an offset of the group.
    private boolean hasOffsets(String address) throws RemotingException, MQBrokerException, InterruptedException {
        try {
            return api
                    .getConsumeStats(address, group, RemotingConnection.TIMEOUT_MILLIS)
                    .getOffsetTable()
                    .keySet()
                    .stream()
                    .anyMatch(known -> known.getTopic().equals(topic));
        } catch (MQBrokerException e) {
            if (Faults.denied(e)) {
                // Rather old messages than lost ones.
                return true;
            }
            throw e;
        }
    }

    /// Brokers by name.
    static Map<String, String> addresses(TopicRouteData route) {
        var addresses = new HashMap<String, String>();
        for (BrokerData broker : route.getBrokerDatas()) {
            String address = broker.selectBrokerAddr();
            if (address != null) {
                addresses.put(broker.getBrokerName(), address);
            }
        }
        return addresses;
    }
}
