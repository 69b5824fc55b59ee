package io.hongyan.cluster.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.node.LocalShard;
import io.hongyan.broker.node.RetainedSource;
import io.hongyan.broker.store.VShard;
import io.hongyan.cluster.link.LinkCounters.Figure;
import io.hongyan.cluster.link.LinkDoor;
import io.hongyan.cluster.link.LinkOptions;
import io.hongyan.cluster.link.Links;
import io.hongyan.cluster.link.Node;
import io.hongyan.cluster.link.Self;
import io.hongyan.cluster.link.TestClock;
import io.hongyan.cluster.link.TransportDialler;
import io.hongyan.cluster.peer.NodeId;
import io.hongyan.cluster.peer.OverLinks;
import io.hongyan.cluster.route.Routes;
import io.hongyan.cluster.route.ServedVShards;
import io.hongyan.codec.QoS;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import io.hongyan.transport.Loop;
import io.hongyan.transport.endpoint.Transport;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What a message to another node costs without what the brokers do with it: two nodes of one loop each in one process.
/// To be run by hand; its argument is the seconds of each measurement, 5 if there is none.
final class DeliveryMeasurement {
    private static final Topic TOPIC = Topic.of("site/17/device/4711/up");
    private static final int SLICE = 64;
    private static final int MOST_ROUND_TRIPS = 1 << 20;

    private final long seconds;
    private final End a = new End("a");
    private final End b = new End("b");

    // Loop of a only, but for reading.
    private volatile long confirmed;
    private final long[] nanos = new long[MOST_ROUND_TRIPS];
    private volatile int trips;
    private volatile boolean stopped;

    private DeliveryMeasurement(long seconds) {
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws Exception {
        new DeliveryMeasurement(arguments.length > 0 ? Long.parseLong(arguments[0]) : 5).run();
    }

    private void run() throws InterruptedException {
        CountDownLatch known = new CountDownLatch(1);
        b.routes.added("instance", TopicFilter.parse("site/+/device/4711/up"));
        a.meet(b);
        b.meet(a);
        b.routes.whenKnown(b.loop, known::countDown);
        known.await();
        for (int i = 0; i < 2; i++) {
            dense(QoS.AT_MOST_ONCE);
            dense(QoS.AT_LEAST_ONCE);
        }
        lone();
        a.transport.close();
        b.transport.close();
    }

    /// As many as the window lets through.
    private void dense(QoS qos) throws InterruptedException {
        stopped = false;
        Message message = message(qos);
        a.loop.execute(() -> slice(message));
        rest(seconds);
        long before = b.count();
        long[] cpu = cpuNanos();
        long out = a.links.counters().value(Figure.BYTES_OUT);
        long back = b.links.counters().value(Figure.BYTES_OUT);
        long begin = System.nanoTime();
        rest(seconds);
        double count = b.count() - before;
        double passed = (System.nanoTime() - begin) / 1e9;
        long[] cpuEnd = cpuNanos();
        print(String.format(
                Locale.ROOT,
                "%s, 64 bytes: %,.0f a second; CPU of a message: sender %.2f us, receiver %.2f us; bytes: %.1f there,"
                        + " %.2f back",
                qos,
                count / passed,
                (cpuEnd[0] - cpu[0]) / count / 1e3,
                (cpuEnd[1] - cpu[1]) / count / 1e3,
                (a.links.counters().value(Figure.BYTES_OUT) - out) / count,
                (b.links.counters().value(Figure.BYTES_OUT) - back) / count));
        stopped = true;
        rest(1);
    }

    private static Message message(QoS qos) {
        byte[] payload = "x".repeat(64).getBytes(UTF_8);
        return new Message(TOPIC, payload, qos, false, Properties.NONE, "publisher-17", Message.NEVER);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    private void slice(Message message) {
        if (stopped) {
            return;
        }
        for (int i = 0; i < SLICE && !a.deliveries.congested(); i++) {
            Runnable confirm = message.qos() == QoS.AT_MOST_ONCE ? null : () -> confirmed++;
            a.deliveries.publish("instance", TOPIC, message, Set.of(), null, confirm);
        }
        if (a.deliveries.congested()) {
            a.loop.shortly(() -> slice(message));
        } else {
            a.loop.nextTurn(() -> slice(message));
        }
    }

    /// One at a time, to its confirmation.
    private void lone() throws InterruptedException {
        stopped = false;
        long[] cpu = cpuNanos();
        a.loop.execute(this::one);
        rest(seconds);
        stopped = true;
        long[] cpuEnd = cpuNanos();
        rest(1);
        long[] sorted = Arrays.copyOf(nanos, trips);
        Arrays.sort(sorted);
        print(String.format(
                Locale.ROOT,
                "one at a time, to its confirmation: median %.1f us, 99 of 100 below %.1f us; CPU of both %.1f us",
                sorted[sorted.length / 2] / 1e3,
                sorted[(int) (sorted.length * 0.99)] / 1e3,
                (cpuEnd[0] - cpu[0] + cpuEnd[1] - cpu[1]) / 1e3 / sorted.length));
    }

    private void one() {
        long begin = System.nanoTime();
        a.deliveries.publish("instance", TOPIC, message(QoS.AT_LEAST_ONCE), Set.of(), null, () -> again(begin));
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void again(long begin) {
        if (!stopped && trips < nanos.length) {
            nanos[trips] = System.nanoTime() - begin;
            trips++;
            one();
        }
    }

    private static long[] cpuNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long[] cpu = new long[2];
        for (long id : threads.getAllThreadIds()) {
            var info = threads.getThreadInfo(id);
            if (info != null && info.getThreadName().startsWith("measured-")) {
                cpu[info.getThreadName().startsWith("measured-a") ? 0 : 1] += threads.getThreadCpuTime(id);
            }
        }
        return cpu;
    }

    private static void rest(long seconds) throws InterruptedException {
        new CountDownLatch(1).await(seconds, TimeUnit.SECONDS);
    }

    private static void print(String line) {
        System.out.println(line);
    }

    /// A node whose shard is done with everything at once.
    private static final class End implements LocalShard {
        private final NodeId id;
        private final Transport transport;
        private final Loop loop;
        private final Routes routes;
        private final Deliveries deliveries;
        private final Links links;
        private final Node node;
        private volatile long count;

        End(String name) {
            id = new NodeId(name, 1);
            transport = Transport.start("measured-" + name, 1);
            loop = transport.loops().getFirst();
            routes = new Routes(loop, new ServedVShards(id), new Random(1));
            deliveries = new Deliveries(0, loop, routes, new Nobody(id), DeliveryOptions.USUAL);
            Self self = new Self("measured", name, 1, 1);
            LinkOptions options = LinkOptions.USUAL.withPlain();
            Silence events = new Silence();
            links = new Links(
                    self,
                    0,
                    loop,
                    TransportDialler.plain(transport, Duration.ofSeconds(3)),
                    options,
                    new TestClock(),
                    new Random(1),
                    events);
            links.use(Routes.FIRST_TYPE, Routes.LAST_TYPE, new OverLinks(routes));
            links.use(Deliveries.FIRST_TYPE, Deliveries.LAST_TYPE, new OverLinks(deliveries));
            links.start();
            loop.execute(() -> deliveries.start(this));
            InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            LinkDoor door = new LinkDoor(self, List.of(links), options, events);
            InetSocketAddress bound = transport
                    .listen(LinkDoor.listener(any, null, options), door)
                    .address();
            node = new Node(name, 1, bound, 1);
        }

        void meet(End other) {
            loop.execute(() -> {
                routes.joined(other.id);
                deliveries.joined(other.id, 1);
                links.members(List.of(other.node));
                for (int vshard = 0; vshard < VShard.COUNT; vshard++) {
                    routes.begun(vshard, 1); // so that none is on its way
                }
            });
        }

        long count() {
            return count;
        }

        @Override
        public Loop loop() {
            return loop;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
        public void publish(String instance, Topic address, Message message, Set<String> shared, Runnable delivered) {
            count++;
            delivered.run();
        }

        @Override
        public void publishTo(
                BitSet vshards, String instance, Topic address, Message message, Set<String> served, Runnable done) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void deliver(String instance, String client, Message message, boolean keep, Runnable delivered) {
            delivered.run();
        }

        @Override
        public ConnectionHandler accept(Connection connection) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean retain(String instance, Message message, @Nullable Runnable stored) {
            throw new UnsupportedOperationException();
        }

        @Override
        public RetainedSource retained(String instance, TopicFilter filter, @Nullable Topic after) {
            throw new UnsupportedOperationException();
        }

        @Override
        public BitSet retainedHere() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void acquire(int vshard, Runnable opened) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void release(BitSet vshards, Runnable released) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void abandon(BitSet vshards, String why, Runnable abandoned) {
            throw new UnsupportedOperationException();
        }
    }

    private record Nobody(NodeId self) implements Owners {
        @Override
        public NodeId owner(int vshard) {
            return self;
        }

        @Override
        public boolean mayAnswer() {
            return true;
        }
    }
}
