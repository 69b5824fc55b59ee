package io.hongyan.broker.subscription;

import io.hongyan.broker.config.RetainedLimits;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.retained.RetainedMessages;
import io.hongyan.codec.QoS;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/// Prints what routing costs at a million filters and a hundred thousand retained messages. A program to run by hand,
/// with `-Xmx4g -XX:+UseSerialGC`; no test runs it.
final class TrieMeasurement {
    private static final System.Logger LOG = System.getLogger(TrieMeasurement.class.getName());
    private static final int FILTERS = 1_000_000;
    private static final int RETAINED = 100_000;
    private static final int SHARDS = 2;

    private TrieMeasurement() {}

    public static void main(String[] args) {
        Receiver[] receivers = new Receiver[1000];
        for (int i = 0; i < receivers.length; i++) {
            receivers[i] = new FakeReceiver("r" + i, i % SHARDS);
        }
        for (String kind : new String[] {"exact", "plus", "hash", "mix"}) {
            filters(kind, receivers);
        }
        crowd();
        retained();
    }

    private static String filter(String kind, int i) {
        return switch (kind) {
            case "exact" -> "bench/d%08d/s/temp".formatted(i);
            case "plus" -> "bench/d%08d/+/temp".formatted(i);
            case "hash" -> "bench/d%08d/#".formatted(i);
            default -> filter(new String[] {"exact", "plus", "hash"}[i % 3], i);
        };
    }

    private static void filters(String kind, Receiver[] receivers) {
        long before = used();
        SubscriptionTrie trie = new SubscriptionTrie(SHARDS);
        long start = cpu();
        for (int i = 0; i < FILTERS; i++) {
            Route route = new Route(receivers[i % receivers.length], QoS.AT_LEAST_ONCE, false, false, 0);
            trie.subscribe(TopicFilter.parse(filter(kind, i)), route);
        }
        double subscribe = (cpu() - start) / (double) FILTERS;
        double bytes = (used() - before) / (double) FILTERS;
        Topic[] topics = new Topic[1 << 17];
        Random random = new Random(1);
        for (int i = 0; i < topics.length; i++) {
            topics[i] = Topic.of("bench/d%08d/s/temp".formatted(random.nextInt(FILTERS)));
        }
        double match = 0;
        double generation = 0;
        double cached = 0;
        MatchCache cache = new MatchCache(trie, 1 << 18, 1 << 20);
        long found = 0;
        for (int round = 0; round < 12; round++) {
            start = cpu();
            for (Topic topic : topics) {
                found += trie.match(topic).size();
            }
            match = (cpu() - start) / (double) topics.length;
            start = cpu();
            for (Topic topic : topics) {
                found += trie.generation(topic) & 1;
            }
            generation = (cpu() - start) / (double) topics.length;
            start = cpu();
            for (Topic topic : topics) {
                found += cache.match(topic).size();
            }
            cached = (cpu() - start) / (double) topics.length;
        }
        print("%-5s subscribe %.0f ns, %.0f bytes each, match %.0f ns, generation %.0f ns, cached %.0f ns (%d)"
                .formatted(kind, subscribe, bytes, match, generation, cached, found));
    }

    private static void crowd() {
        long before = used();
        SubscriptionTrie trie = new SubscriptionTrie(SHARDS);
        TopicFilter filter = TopicFilter.parse("news/all");
        Receiver[] receivers = new Receiver[FILTERS];
        for (int i = 0; i < FILTERS; i++) {
            receivers[i] = new FakeReceiver("r", i % SHARDS);
        }
        long withReceivers = used();
        long start = cpu();
        for (Receiver receiver : receivers) {
            trie.subscribe(filter, new Route(receiver, QoS.AT_LEAST_ONCE, false, false, 0));
        }
        double subscribe = (cpu() - start) / (double) FILTERS;
        double bytes = (used() - withReceivers) / (double) FILTERS;
        Topic topic = Topic.of("news/all");
        start = cpu();
        int size = trie.match(topic).size();
        double first = (cpu() - start) / 1e6;
        trie.subscribe(TopicFilter.parse("news/+"), new Route(receivers[7], QoS.AT_LEAST_ONCE, false, false, 0));
        start = cpu();
        size += trie.match(topic).size();
        double merged = (cpu() - start) / 1e6;
        start = cpu();
        for (Receiver receiver : receivers) {
            trie.unsubscribe(filter, receiver);
        }
        double unsubscribe = (cpu() - start) / (double) FILTERS;
        print(("crowd of %d: subscribe %.0f ns, unsubscribe %.0f ns, %.0f bytes each, first match %.1f ms,"
                        + " merged %.1f ms (%d, %d)")
                .formatted(FILTERS, subscribe, unsubscribe, bytes, first, merged, size, before));
    }

    private static void retained() {
        long before = used();
        Clock clock = new Clock() {
            @Override
            public long wallMillis() {
                return 0;
            }

            @Override
            public long steadyMillis() {
                return 0;
            }
        };
        RetainedMessages retained = new RetainedMessages("i", RetainedLimits.defaults(), clock);
        long start = cpu();
        for (int i = 0; i < RETAINED; i++) {
            Topic topic = Topic.of("bench/r/%03d/%06d".formatted(i % 1000, i));
            byte[] payload = "%064d".formatted(i).getBytes(StandardCharsets.US_ASCII);
            retained.put(Message.ofServer(topic, payload, QoS.AT_LEAST_ONCE, true));
        }
        double put = (cpu() - start) / (double) RETAINED;
        double bytes = (used() - before) / (double) RETAINED;
        print("retained: put %.0f ns, %.0f bytes each".formatted(put, bytes));
        for (String filter : new String[] {"bench/r/#", "bench/r/+/000007", "bench/r/042/+", "bench/r/+/+", "#"}) {
            int[] met = new int[1];
            double millis = 0;
            for (int round = 0; round < 10; round++) {
                met[0] = 0;
                start = cpu();
                RetainedMessages.Walk walk = retained.walk(TopicFilter.parse(filter));
                int slices = 1;
                while (walk.next(1000, message -> met[0]++)) {
                    slices++;
                }
                millis = slices > 0 ? (cpu() - start) / 1e6 : 0;
            }
            print("  walk of %s: %d in %.2f ms".formatted(filter, met[0], millis));
        }
    }

    private static void print(String line) {
        LOG.log(System.Logger.Level.INFO, line);
    }

    /// CPU time of this thread in nanoseconds, which others on the machine disturb less than the clock.
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
