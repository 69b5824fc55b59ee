package io.hongyan.cluster.connection;

import io.hongyan.cluster.link.LinkCounters.Figure;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.topic.Topic;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Semaphore;

/// What the way over another node costs, beside the direct one in the same run: two nodes of two loops each in one
/// process, links without TLS on the loopback address. To be run by hand; its arguments are how many round trips and
/// how many thousand messages each row has, and how often each row is measured.
final class ForwardMeasurement {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final byte[] PAYLOAD = new byte[64];
    private static final String NAME = "measured/topic";
    private static final Topic TOPIC = Topic.of(NAME);
    private static final int PUBACK_BYTES = 4;
    private static final int BATCH = 100;
    /// How many batches may be under way: so few that nothing is dropped for a slow subscriber.
    private static final int AHEAD = 30;

    private final TwoNodes nodes;
    private int clients;

    private ForwardMeasurement(TwoNodes nodes) {
        this.nodes = nodes;
    }

    public static void main(String[] arguments) throws Exception {
        int trips = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
        int thousands = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2_000;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
        try (TwoNodes nodes = TwoNodes.start()) {
            ForwardMeasurement measurement = new ForwardMeasurement(nodes);
            for (int round = 0; round < rounds; round++) {
                measurement.lone("direct", nodes.portB, trips);
                measurement.lone("over the other node", nodes.portA, trips);
                measurement.dense("direct", nodes.portB, nodes.portB, thousands * 1000);
                measurement.dense("publisher over the other node", nodes.portA, nodes.portB, thousands * 1000);
                measurement.dense("subscriber over the other node", nodes.portB, nodes.portA, thousands * 1000);
            }
        }
        System.exit(0);
    }

    private Socket connected(int port, String... filters) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        RawClient client = new RawClient(socket);
        client.connect(Connecting.as(Version.MQTT_3_1_1, "m" + clients++)).expectAccepted();
        if (filters.length > 0) {
            client.subscribe(QoS.AT_MOST_ONCE, filters);
        }
        return socket;
    }

    private static byte[] publish(QoS qos) {
        Publish publish = new Publish(TOPIC, qos.level(), qos, false, false, PAYLOAD, Properties.NONE);
        return RawClient.bytes(publish, Version.MQTT_3_1_1);
    }

    /// One QoS 1 publish at a time.
    private void lone(String how, int port, int trips) throws IOException {
        byte[] publish = publish(QoS.AT_LEAST_ONCE);
        long[] nanos = new long[trips];
        long bytes = linkBytes();
        long frames = linkFrames();
        try (Socket socket = connected(port)) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] answer = new byte[PUBACK_BYTES];
            for (int i = 0; i < trips; i++) {
                long begin = System.nanoTime();
                socket.getOutputStream().write(publish);
                in.readFully(answer);
                nanos[i] = System.nanoTime() - begin;
            }
        }
        Arrays.sort(nanos);
        print(
                "lone QoS 1, %s: median %.1f us, p99 %.1f us; on links %.1f bytes in %.2f frames a message",
                how,
                nanos[trips / 2] / 1e3,
                nanos[trips / 100 * 99] / 1e3,
                (double) (linkBytes() - bytes) / trips,
                (double) (linkFrames() - frames) / trips);
    }

    /// As many QoS 0 messages as go through, from one client to one other.
    private void dense(String how, int from, int to, int messages) throws Exception {
        byte[] publish = publish(QoS.AT_MOST_ONCE);
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (int i = 0; i < BATCH; i++) {
            joined.writeBytes(publish);
        }
        byte[] batch = joined.toByteArray();
        try (Socket subscriber = connected(to, NAME);
                Socket publisher = connected(from)) {
            long[] cpu = {cpu("node-a"), cpu("node-b")};
            long bytes = linkBytes();
            long begin = System.nanoTime();
            Semaphore ahead = new Semaphore(AHEAD);
            Thread sender = Thread.ofPlatform().start(() -> {
                try {
                    for (int i = 0; i < messages / BATCH; i++) {
                        ahead.acquireUninterruptibly();
                        publisher.getOutputStream().write(batch);
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            long left = (long) messages * publish.length;
            byte[] room = new byte[1 << 16];
            long sinceBatch = 0;
            while (left > 0) {
                int read = subscriber.getInputStream().read(room);
                if (read < 0) {
                    throw new IOException("the broker closed the connection");
                }
                left -= read;
                sinceBatch += read;
                ahead.release((int) (sinceBatch / batch.length));
                sinceBatch %= batch.length;
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            sender.join();
            print(
                    "dense QoS 0, %s: %,.0f messages/s; CPU of a message: owner %.3f us, other node %.3f us;"
                            + " on links %.1f bytes a message of %d",
                    how,
                    messages / seconds,
                    (cpu("node-b") - cpu[1]) / 1e3 / messages,
                    (cpu("node-a") - cpu[0]) / 1e3 / messages,
                    (double) (linkBytes() - bytes) / messages,
                    publish.length);
        }
    }

    private long linkBytes() {
        return nodes.a.linkCount(Figure.BYTES_OUT) + nodes.b.linkCount(Figure.BYTES_OUT);
    }

    private long linkFrames() {
        return nodes.a.linkCount(Figure.FRAMES_OUT) + nodes.b.linkCount(Figure.FRAMES_OUT);
    }

    /// What the loops of a node have used, in nanoseconds.
    private static long cpu(String prefix) {
        long nanos = 0;
        for (long id : THREADS.getAllThreadIds()) {
            var info = THREADS.getThreadInfo(id);
            if (info != null && info.getThreadName().startsWith(prefix)) {
                nanos += THREADS.getThreadCpuTime(id);
            }
        }
        return nanos;
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation is in a library of Error Prone
    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
