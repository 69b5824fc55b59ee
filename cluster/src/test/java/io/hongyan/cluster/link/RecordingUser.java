package io.hongyan.cluster.link;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// A user of links that writes down what it is told; what it does with a frame can be set.
class RecordingUser implements LinkUser {
    /// The type of the frames of tests.
    static final int TYPE = 20;

    final List<Link> opened = new CopyOnWriteArrayList<>();
    final List<LinkEnd> closed = new CopyOnWriteArrayList<>();
    final Queue<byte[]> bodies = new ConcurrentLinkedQueue<>();
    final AtomicInteger drains = new AtomicInteger();
    volatile Consumer<Link> onDrained = link -> {};
    volatile BiConsumer<Link, byte[]> onFrame = (link, body) -> bodies.add(body);

    @Override
    public void opened(Link link) {
        opened.add(link);
    }

    @Override
    public void received(Link link, int type, ByteBuffer body) {
        byte[] copy = new byte[body.remaining()];
        body.get(copy);
        onFrame.accept(link, copy);
    }

    @Override
    public void drained(Link link) {
        drains.incrementAndGet();
        onDrained.accept(link);
    }

    @Override
    public void closed(Link link, LinkEnd why) {
        closed.add(why);
    }

    /// Sends one frame.
    ///
    /// @return whether it was taken
    static boolean send(Link link, byte[] body) {
        ByteBuffer room = link.frame(TYPE, body.length);
        if (room == null) {
            return false;
        }
        room.put(body);
        return true;
    }
}
