package io.hongyan.bridge.rocketmq;

import io.hongyan.exchange.spi.SendOutcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.impl.factory.MQClientInstance;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.remoting.exception.RemotingException;
import org.apache.rocketmq.remoting.protocol.route.TopicRouteData;
import org.jspecify.annotations.Nullable;

/// The queues of a topic that can be written to, and which of them a key belongs to. One thread at a time.
///
/// Name servers forget a broker as soon as it is down. Its queues stay in the list for ten minutes all the same: keys
/// must not move to other queues because a broker restarts.
final class TopicQueues {
    static final long KEEP_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long AVOID_NANOS = TimeUnit.SECONDS.toNanos(10);

    /// Asks a name server for the route of a topic.
    @FunctionalInterface
    interface Routes {
        TopicRouteData route(String topic) throws RemotingException, MQClientException, InterruptedException;
    }

    private final String topic;
    private final Routes routes;
    private final NanoClock clock;
    private final TreeMap<String, BrokerQueues> brokers = new TreeMap<>();
    private final Map<String, Long> avoidUntil = new HashMap<>();
    private List<MessageQueue> all = List.of();
    private SendOutcome.@Nullable Later fault;
    private long askAt;

    private record BrokerQueues(List<MessageQueue> queues, long seen, boolean up) {}

    /// @param topic with its namespace
    TopicQueues(String topic, Routes routes, NanoClock clock) {
        this.topic = topic;
        this.routes = routes;
        this.clock = clock;
        askAt = clock.nanos();
    }

    /// Asks a name server when it is time to.
    ///
    /// @return why nothing can be sent, null when all is well
    SendOutcome.@Nullable Later refresh() throws InterruptedException {
        long now = clock.nanos();
        if (now - askAt < 0) {
            return fault;
        }
        askAt = now + RETRY_NANOS;
        fault = null;
        try {
            take(queuesOf(routes.route(topic)), now);
            askAt = now + FRESH_NANOS;
        } catch (MQClientException | RemotingException e) {
            boolean missing = Faults.topicIsMissing(e);
            if (missing) {
                take(List.of(), now);
            }
            if (all.isEmpty()) {
                fault = e instanceof RemotingException || missing
                        ? later(Faults.outcome(e, topic))
                        : new SendOutcome.Later(Faults.NO_ROUTE, Faults.text(e));
            }
        }
        if (fault == null && all.isEmpty()) {
            fault = new SendOutcome.Later(Faults.NO_ROUTE, "topic " + topic + " has no queue that can be written to");
        }
        return fault;
    }

    private static SendOutcome.Later later(SendOutcome outcome) {
        return switch (outcome) {
            case SendOutcome.Later later -> later;
            case SendOutcome.Never never -> new SendOutcome.Later(never.reason(), never.why());
            case SendOutcome.Sent sent -> throw new IllegalStateException(sent + " is no fault");
        };
    }

    private List<MessageQueue> queuesOf(TopicRouteData route) {
        return MQClientInstance.topicRouteData2TopicPublishInfo(topic, route).getMessageQueueList();
    }

    private void take(Collection<MessageQueue> queues, long now) {
        Map<String, List<MessageQueue>> fresh =
                queues.stream().collect(Collectors.groupingBy(MessageQueue::getBrokerName));
        brokers.replaceAll((name, known) -> new BrokerQueues(known.queues(), known.seen(), false));
        fresh.forEach((name, list) ->
                brokers.put(name, new BrokerQueues(list.stream().sorted().toList(), now, true)));
        brokers.values().removeIf(known -> now - known.seen() > KEEP_NANOS);
        var list = new ArrayList<MessageQueue>();
        brokers.values().forEach(known -> list.addAll(known.queues()));
        all = List.copyOf(list);
    }

    /// A request failed: the route may be old.
    void doubt(Set<String> failed) {
        long now = clock.nanos();
        failed.forEach(broker -> avoidUntil.put(broker, now + AVOID_NANOS));
        long soon = now + RETRY_NANOS;
        askAt = askAt - soon > 0 ? soon : askAt;
    }

    /// The queue of a key. Only the key and the list of queues decide.
    MessageQueue queue(String key) {
        return all.get(index(key, all.size()));
    }

    /// How many there are.
    int size() {
        return all.size();
    }

    /// The queues of the brokers that seem to be up.
    ///
    /// @param failed brokers that are not
    List<MessageQueue> reachable(Set<String> failed) {
        long now = clock.nanos();
        avoidUntil.values().removeIf(until -> now - until >= 0);
        return all.stream()
                .filter(queue -> {
                    BrokerQueues broker = brokers.get(queue.getBrokerName());
                    return broker != null
                            && broker.up()
                            && !failed.contains(queue.getBrokerName())
                            && !avoidUntil.containsKey(queue.getBrokerName());
                })
                .toList();
    }

    static int index(String key, int queues) {
        var crc = new CRC32();
        crc.update(key.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % queues);
    }
}
