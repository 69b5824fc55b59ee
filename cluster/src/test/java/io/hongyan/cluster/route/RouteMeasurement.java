package io.hongyan.cluster.route;

import io.hongyan.cluster.peer.NodeId;
import io.hongyan.cluster.peer.TurnLoop;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Random;

/// What a routed filter costs, in memory and CPU, on the node that tells it and on one that hears it. To be run by
/// hand; its argument is the number of filters, 5 million if there is none.
final class RouteMeasurement {
    private static final int BATCH = 4096;
    private static final int ROUNDS = 2_000_000;

    private final int count;
    private final RouteTable table =
            new RouteTable(new TurnLoop(), RouteKeys.WHOLE, new ServedVShards(new NodeId("self", 1)), new Random(1));
    private final RouteSource source = table.source(new NodeId("n", 1));
    private ToldFilters told = new ToldFilters(RouteKeys.WHOLE, new Random(2));

    private RouteMeasurement(int count) {
        this.count = count;
    }

    public static void main(String[] arguments) {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5_000_000;
        new RouteMeasurement(100_000).run("warm-up", "/up");
        new RouteMeasurement(count).run("without wildcards", "/up");
        new RouteMeasurement(count).run("with a wildcard", "/+");
    }

    private void run(String name, String end) {
        long empty = usedBytes();
        long telling = 0;
        long hearing = 0;
        long wire = 0;
        for (int i = 0; i < count; i += BATCH) {
            TopicFilter[] filters = new TopicFilter[Math.min(BATCH, count - i)];
            for (int j = 0; j < filters.length; j++) {
                filters[j] = TopicFilter.parse(topic(i + j) + end);
            }
            long begin = cpu();
            for (TopicFilter filter : filters) {
                told.apply(new RouteChange("instance", filter, true));
            }
            RouteParts out = new RouteParts();
            told.writeChanges(out);
            byte[] body = out.bytes();
            long between = cpu();
            RouteParts.read(ByteBuffer.wrap(body), table.reader(source));
            hearing += cpu() - between;
            telling += between - begin;
            wire += body.length;
        }
        long both = usedBytes() - empty;
        int toldKeys = told.size();
        told = new ToldFilters(RouteKeys.WHOLE, new Random(2));
        long heard = usedBytes() - empty;
        double n = count;
        print(String.format(
                Locale.ROOT,
                "%,d filters %s: %.1f bytes each where they are told, %.1f where they are heard, %.1f in frames;"
                        + " %.2f us to tell, %.2f us to hear (%d, %d)",
                count,
                name,
                (both - heard) / n,
                heard / n,
                wire / n,
                telling / n / 1e3,
                hearing / n / 1e3,
                toldKeys,
                table.size()));
        look("/up", "another topic each time, one node");
        look("/no", "another topic each time, nobody");
        RouteReader reader = new RouteReader(table);
        Topic one = Topic.of(topic(1) + "/up");
        long begin = cpu();
        int found = 0;
        for (int i = 0; i < ROUNDS; i++) {
            found += reader.match("instance", one).nodes().size();
        }
        print(String.format(
                Locale.ROOT, "  the same topic again: %.0f ns (%d)", (cpu() - begin) / (double) ROUNDS, found));
    }

    private void look(String end, String name) {
        RouteReader reader = new RouteReader(table);
        Random random = new Random(5);
        Topic[] topics = new Topic[BATCH * 16];
        for (int i = 0; i < topics.length; i++) {
            topics[i] = Topic.of(topic(random.nextInt(count)) + end);
        }
        int found = 0;
        long nanos = 0;
        for (int round = 0; round < 8; round++) {
            long begin = cpu();
            for (Topic topic : topics) {
                found += reader.match("instance", topic).nodes().size();
            }
            nanos = cpu() - begin;
        }
        print(String.format(Locale.ROOT, "  %s: %.0f ns (%d)", name, nanos / (double) topics.length, found));
    }

    private static String topic(int number) {
        return "site/" + number % 1000 + "/device/" + number;
    }

    /// Of this thread, so that a busy machine does not count.
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void print(String line) {
        System.out.println(line);
    }
}
