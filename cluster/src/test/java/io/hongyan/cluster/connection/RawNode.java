package io.hongyan.cluster.connection;

import io.hongyan.cluster.link.Link;
import io.hongyan.cluster.link.LinkDoor;
import io.hongyan.cluster.link.LinkEnd;
import io.hongyan.cluster.link.LinkUser;
import io.hongyan.cluster.link.Links;
import io.hongyan.cluster.link.Node;
import io.hongyan.cluster.link.Self;
import io.hongyan.cluster.link.TestClock;
import io.hongyan.cluster.link.TransportDialler;
import io.hongyan.transport.Listener;
import io.hongyan.transport.endpoint.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A node of one loop that sends whatever a test says.
final class RawNode implements AutoCloseable {
    static final String NAME = "x";

    /// A frame that came.
    record Came(Link link, int type, ByteBuffer body) {}

    final LinkedBlockingQueue<Came> frames = new LinkedBlockingQueue<>();
    final List<LinkEnd> ends = new CopyOnWriteArrayList<>();
    private final Transport transport = Transport.start("raw", 1);
    private final Links links;
    private final Listener listener;

    RawNode() {
        Self self = new Self("geese", NAME, 1, 1);
        QuietEvents events = new QuietEvents();
        links = new Links(
                self,
                0,
                transport.loops().getFirst(),
                TransportDialler.plain(transport, Duration.ofSeconds(3)),
                TestNode.Parts.PLAIN,
                new TestClock(),
                new Random(3),
                events);
        links.use(ConnectionUser.FIRST_TYPE, ConnectionUser.LAST_TYPE + 1, new User());
        links.start();
        LinkDoor door = new LinkDoor(self, List.of(links), TestNode.Parts.PLAIN, events);
        listener = transport.listen(
                LinkDoor.listener(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null, TestNode.Parts.PLAIN),
                door);
    }

    Node node() {
        return new Node(NAME, 1, listener.address(), 1);
    }

    void members(Node... others) {
        run(() -> links.members(List.of(others)));
    }

    boolean isLinked(String other) {
        return supply(() -> links.to(other, 0) != null);
    }

    /// The link to loop 0 of that node, as soon as it is there.
    Link to(String other) {
        return Awaitility.await().until(() -> supply(() -> links.to(other, 0)), Objects::nonNull);
    }

    /// @return whether the link took it
    boolean send(Link link, int type, byte[] body) {
        return supply(() -> {
            ByteBuffer room = link.frame(type, body.length);
            if (room != null) {
                room.put(body);
            }
            return room != null;
        });
    }

    Came next(int type) throws InterruptedException {
        Came came = frames.poll(20, TimeUnit.SECONDS);
        if (came == null || came.type() != type) {
            throw new AssertionError("wanted type " + type + ", got " + came);
        }
        return came;
    }

    private void run(Runnable task) {
        CompletableFuture.runAsync(task, transport.loops().getFirst()).join();
    }

    private <T extends @Nullable Object> T supply(Supplier<T> question) {
        return CompletableFuture.supplyAsync(question, transport.loops().getFirst())
                .join();
    }

    @Override
    public void close() {
        listener.close();
        run(links::stop);
        transport.close();
    }

    private final class User implements LinkUser {
        @Override
        public void opened(Link link) {}

        @Override
        public void received(Link link, int type, ByteBuffer body) {
            byte[] copy = new byte[body.remaining()];
            body.get(copy);
            frames.add(new Came(link, type, ByteBuffer.wrap(copy)));
        }

        @Override
        public void closed(Link link, LinkEnd why) {
            ends.add(why);
        }
    }
}
