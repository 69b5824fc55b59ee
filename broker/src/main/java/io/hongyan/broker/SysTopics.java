package io.hongyan.broker;

import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.event.Counter;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.shard.Shard;
import io.hongyan.codec.QoS;
import io.hongyan.codec.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// Publishes the counters of the broker below `$SYS/broker`, under the names that Mosquitto gave them, because that is
/// where dashboards look. Each is retained, and published again only when it has changed.
///
/// Confined to the first shard.
final class SysTopics {
    private static final String ROOT = "$SYS/broker/";
    private static final int[] LOAD_MINUTES = {1, 5, 15};

    private static final Map<String, Counter> LOADS = Map.of(
            "messages/received", Counter.PACKETS_RECEIVED,
            "messages/sent", Counter.PACKETS_SENT,
            "bytes/received", Counter.BYTES_RECEIVED,
            "bytes/sent", Counter.BYTES_SENT,
            "sockets", Counter.CONNECTIONS_OPENED,
            "connections", Counter.CONNECTS_ACCEPTED);

    private final Shard shard;
    private final BrokerStats stats;
    private final Clock clock;
    private final Duration interval;
    private final long startedAt;
    private final Map<String, Map<String, String>> published = new HashMap<>();
    private final Map<String, double[]> averages = new HashMap<>();
    private final Map<String, Long> lastValues = new HashMap<>();
    private long mostConnected;

    SysTopics(Shard shard, BrokerStats stats, Clock clock, Duration interval) {
        this.shard = shard;
        this.stats = stats;
        this.clock = clock;
        this.interval = interval;
        this.startedAt = clock.steadyMillis();
    }

    void start() {
        if (!interval.isZero()) {
            shard.loop().every(interval, this::publish);
        }
    }

    private void publish() {
        Map<String, String> values = values();
        published.keySet().retainAll(stats.instances());
        for (String instance : stats.instances()) {
            Map<String, String> before = published.computeIfAbsent(instance, _ -> new HashMap<>());
            values.forEach((name, value) -> {
                if (!value.equals(before.put(name, value))) {
                    byte[] payload = value.getBytes(StandardCharsets.UTF_8);
                    Message message = Message.ofServer(Topic.of(ROOT + name), payload, QoS.AT_MOST_ONCE, true);
                    shard.publish(instance, ClientPolicy.open(), message);
                }
            });
        }
    }

    private Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        long connected = stats.connections();
        mostConnected = Math.max(mostConnected, connected);
        values.put("version", "hongyan");
        values.put("uptime", (clock.steadyMillis() - startedAt) / 1000 + " seconds");
        put(values, "clients/total", stats.sessions());
        put(values, "clients/connected", connected);
        put(values, "clients/disconnected", Math.max(0, stats.sessions() - connected));
        put(values, "clients/maximum", mostConnected);
        put(values, "clients/expired", stats.value(Counter.SESSIONS_EXPIRED));
        put(values, "messages/received", stats.value(Counter.PACKETS_RECEIVED));
        put(values, "messages/sent", stats.value(Counter.PACKETS_SENT));
        put(values, "bytes/received", stats.value(Counter.BYTES_RECEIVED));
        put(values, "bytes/sent", stats.value(Counter.BYTES_SENT));
        put(values, "publish/messages/received", publishes(true));
        put(values, "publish/messages/sent", publishes(false));
        put(values, "publish/bytes/received", stats.value(Counter.PUBLISH_BYTES_RECEIVED));
        put(values, "publish/bytes/sent", stats.value(Counter.PUBLISH_BYTES_SENT));
        put(values, "subscriptions/count", stats.subscriptions());
        put(values, "shared_subscriptions/count", stats.sharedSubscriptions());
        put(values, "retained messages/count", stats.retainedMessages());
        put(values, "publish/messages/dropped", stats.value(Counter.MESSAGES_DROPPED));
        put(values, "store/messages/count", stats.value(Counter.MESSAGES_WAITING));
        put(values, "store/messages/bytes", stats.queuedBytes() + stats.storedBytes());
        Runtime memory = Runtime.getRuntime();
        put(values, "heap/current", memory.totalMemory() - memory.freeMemory());
        put(values, "heap/maximum", memory.maxMemory());
        LOADS.forEach((name, counter) -> load(values, name, stats.value(counter)));
        load(values, "publish/received", publishes(true));
        load(values, "publish/sent", publishes(false));
        return values;
    }

    private long publishes(boolean received) {
        return received
                ? stats.value(Counter.PUBLISH_RECEIVED_QOS0)
                        + stats.value(Counter.PUBLISH_RECEIVED_QOS1)
                        + stats.value(Counter.PUBLISH_RECEIVED_QOS2)
                : stats.value(Counter.PUBLISH_SENT_QOS0)
                        + stats.value(Counter.PUBLISH_SENT_QOS1)
                        + stats.value(Counter.PUBLISH_SENT_QOS2);
    }

    /// Exponential averages per minute over 1, 5 and 15 minutes.
    private void load(Map<String, String> values, String name, long now) {
        Long before = lastValues.put(name, now);
        double perMinute = (now - (before == null ? 0 : before)) * 60_000.0 / interval.toMillis();
        double[] average = averages.computeIfAbsent(name, _ -> new double[LOAD_MINUTES.length]);
        for (int i = 0; i < LOAD_MINUTES.length; i++) {
            double keep = Math.exp(-interval.toMillis() / (60_000.0 * LOAD_MINUTES[i]));
            average[i] = perMinute + keep * (average[i] - perMinute);
            values.put(
                    "load/" + name + "/" + LOAD_MINUTES[i] + "min",
                    String.format(java.util.Locale.ROOT, "%.2f", average[i]));
        }
    }

    private static void put(Map<String, String> values, String name, long value) {
        values.put(name, Long.toString(value));
    }
}
