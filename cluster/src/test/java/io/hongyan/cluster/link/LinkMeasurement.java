package io.hongyan.cluster.link;

import io.hongyan.cluster.tls.ClusterAuthority;
import io.hongyan.cluster.tls.NodeCertificate;
import io.hongyan.transport.endpoint.TlsMaterial;
import io.hongyan.transport.endpoint.Transport;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What one link carries, measured: two nodes of one loop each in one process. To be run by hand; its arguments are the
/// seconds of each measurement and of the time before it, 5 and 3 if there are none.
final class LinkMeasurement {
    private static final int TYPE = 30;
    private static final int[] SIZES = {64, 256, 4096};
    private static final int MOST_ROUND_TRIPS = 1 << 20;

    private final long seconds;
    private final long warmUp;

    private LinkMeasurement(long seconds, long warmUp) {
        this.seconds = seconds;
        this.warmUp = warmUp;
    }

    public static void main(String[] arguments) throws Exception {
        long seconds = arguments.length > 0 ? Long.parseLong(arguments[0]) : 5;
        long warmUp = arguments.length > 1 ? Long.parseLong(arguments[1]) : 3;
        LinkMeasurement measurement = new LinkMeasurement(seconds, warmUp);
        for (boolean tls : new boolean[] {false, true}) {
            for (int size : SIZES) {
                measurement.flood(tls, size);
            }
            measurement.lone(tls);
        }
    }

    /// As many frames as go through.
    private void flood(boolean tls, int size) throws Exception {
        Source source = new Source(size);
        Sink sink = new Sink();
        try (Pair pair = new Pair(tls, source, sink)) {
            source.opened.await();
            rest(warmUp);
            long frames = sink.frames.get();
            long[] cpu = pair.cpuNanos();
            long begin = System.nanoTime();
            rest(seconds);
            double counted = sink.frames.get() - frames;
            double passed = (System.nanoTime() - begin) / 1e9;
            long[] cpuEnd = pair.cpuNanos();
            print(
                    "%s, frames of %d bytes: %,.0f a second, %,.0f MB/s;"
                            + " CPU of a frame: sender %.3f us, receiver %.3f us",
                    words(tls),
                    size,
                    counted / passed,
                    counted * size / passed / 1e6,
                    (cpuEnd[0] - cpu[0]) / counted / 1e3,
                    (cpuEnd[1] - cpu[1]) / counted / 1e3);
        }
    }

    /// One frame at a time, there and back.
    private void lone(boolean tls) throws Exception {
        Lone lone = new Lone();
        try (Pair pair = new Pair(tls, lone, new Echo())) {
            lone.opened.await();
            rest(warmUp);
            lone.measuring = true;
            long[] cpu = pair.cpuNanos();
            rest(seconds);
            long[] cpuEnd = pair.cpuNanos();
            lone.measuring = false;
            int counted = lone.counted;
            long[] sorted = Arrays.copyOf(lone.nanos, counted);
            Arrays.sort(sorted);
            print(
                    "%s, one frame of 64 bytes there and back: median %.1f us, 99 of 100 below %.1f us; CPU of both"
                            + " %.1f us",
                    words(tls),
                    sorted[counted / 2] / 1e3,
                    sorted[counted * 99 / 100] / 1e3,
                    (cpuEnd[0] - cpu[0] + cpuEnd[1] - cpu[1]) / 1e3 / counted);
        }
    }

    private static String words(boolean tls) {
        return tls ? "TLS" : "without TLS";
    }

    @SuppressWarnings("AnnotateFormatMethod") // a dependency more for one program to run by hand
    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    private static void rest(long seconds) throws InterruptedException {
        new CountDownLatch(1).await(seconds, TimeUnit.SECONDS);
    }

    /// Node a, which opens the link that is measured, and node b.
    private static final class Pair implements AutoCloseable {
        private final Transport a = Transport.start("measured-a", 1);
        private final Transport b = Transport.start("measured-b", 1);
        private @Nullable Node known;
        private @Nullable Links linksOfB;

        Pair(boolean tls, LinkUser ofA, LinkUser ofB) throws IOException {
            LinkOptions options = LinkOptions.USUAL.withPlain();
            Path folder = Files.createTempDirectory("links");
            ClusterAuthority authority = ClusterAuthority.create("measured", new SecureRandom(), new TestClock());
            node("b", b, ofB, tls ? issued(authority, folder, "b") : null, options, null);
            node("a", a, ofA, tls ? issued(authority, folder, "a") : null, options, known);
        }

        private static Path issued(ClusterAuthority authority, Path folder, String name) throws IOException {
            Path own = folder.resolve(name);
            authority.issue(name).write(own);
            return own;
        }

        private void node(
                String name,
                Transport transport,
                LinkUser user,
                @Nullable Path tls,
                LinkOptions options,
                @Nullable Node other) {
            Self self = new Self("measured", name, 1, 1);
            TlsMaterial.Files files = tls == null
                    ? null
                    : new TlsMaterial.Files(NodeCertificate.certificate(tls), NodeCertificate.key(tls));
            LinkDialler dialler = tls == null || files == null
                    ? TransportDialler.plain(transport, Duration.ofSeconds(3))
                    : TransportDialler.secure(transport, NodeCertificate.authority(tls), files, Duration.ofSeconds(3));
            RecordingEvents events = new RecordingEvents();
            Links links = new Links(
                    self, 0, transport.loops().getFirst(), dialler, options, new TestClock(), new Random(1), events);
            links.use(TYPE, TYPE, user);
            links.start();
            LinkDoor door = new LinkDoor(self, List.of(links), options, events);
            TlsMaterial material = tls == null || files == null
                    ? null
                    : TlsMaterial.pem(files, NodeCertificate.authority(tls), Map.of());
            InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            InetSocketAddress bound = transport
                    .listen(LinkDoor.listener(any, material, options), door)
                    .address();
            Node own = new Node(name, 1, bound, 1);
            if (other == null) {
                known = own;
                linksOfB = links;
            } else {
                Links first = linksOfB;
                if (first != null) {
                    first.loop().execute(() -> first.members(List.of(own)));
                }
                links.loop().execute(() -> links.members(List.of(other)));
            }
        }

        /// Of the loop of a, and of that of b.
        long[] cpuNanos() {
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

        @Override
        public void close() {
            a.close();
            b.close();
        }
    }

    /// Sends while there is room.
    private static final class Source implements LinkUser {
        private final byte[] body;
        private final CountDownLatch opened = new CountDownLatch(1);

        Source(int size) {
            this.body = new byte[size];
        }

        @Override
        public void opened(Link link) {
            if (link.asked()) {
                opened.countDown();
                send(link);
            }
        }

        private void send(Link link) {
            while (!link.congested()) {
                ByteBuffer room = link.frame(TYPE, body.length);
                if (room == null) {
                    return;
                }
                room.put(body);
            }
        }

        @Override
        public void drained(Link link) {
            send(link);
        }

        @Override
        public void received(Link link, int type, ByteBuffer body) {}

        @Override
        public void closed(Link link, LinkEnd why) {}
    }

    private static final class Sink implements LinkUser {
        private final AtomicLong frames = new AtomicLong();

        @Override
        public void opened(Link link) {}

        @Override
        public void received(Link link, int type, ByteBuffer body) {
            frames.setOpaque(frames.getPlain() + 1);
        }

        @Override
        public void closed(Link link, LinkEnd why) {}
    }

    /// Sends one, and the next when that came back.
    private static final class Lone implements LinkUser {
        private final CountDownLatch opened = new CountDownLatch(1);
        private final long[] nanos = new long[MOST_ROUND_TRIPS];
        private volatile int counted;
        private volatile boolean measuring;
        private long sent;

        @Override
        public void opened(Link link) {
            if (link.asked()) {
                opened.countDown();
                send(link);
            }
        }

        private void send(Link link) {
            sent = System.nanoTime();
            ByteBuffer room = link.frame(TYPE, 64);
            if (room != null) {
                room.put(new byte[64]);
            }
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
        public void received(Link link, int type, ByteBuffer body) {
            if (measuring && counted < nanos.length) {
                nanos[counted] = System.nanoTime() - sent;
                counted++;
            }
            send(link);
        }

        @Override
        public void closed(Link link, LinkEnd why) {}
    }

    private static final class Echo implements LinkUser {
        @Override
        public void opened(Link link) {}

        @Override
        public void received(Link link, int type, ByteBuffer body) {
            ByteBuffer room = link.frame(type, body.remaining());
            if (room != null) {
                room.put(body);
            }
        }

        @Override
        public void closed(Link link, LinkEnd why) {}
    }
}
