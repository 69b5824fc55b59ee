package io.hongyan.cluster.connection;

import io.hongyan.cluster.connection.ConnectionCounters.Figure;
import io.hongyan.cluster.link.Link;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A link as streams use it.
///
/// Confined to its loop.
final class StreamLink {
    private final Link link;
    private final ConnectionOptions options;
    private final ConnectionCounters counters;
    private boolean over;

    StreamLink(Link link, ConnectionOptions options, ConnectionCounters counters) {
        this.link = link;
        this.options = options;
        this.counters = counters;
    }

    ConnectionOptions options() {
        return options;
    }

    ConnectionCounters counters() {
        return counters;
    }

    /// The name of the other node.
    String node() {
        return link.node();
    }

    /// The largest frame of a client that it takes, in bytes.
    int largestFrame() {
        return link.largestBody() - StreamFrames.NUMBER_BYTES;
    }

    int largestBody() {
        return link.largestBody();
    }

    /// It is closed.
    void over() {
        over = true;
    }

    boolean isOver() {
        return over || !link.isOpen();
    }

    boolean isCongested() {
        return link.congested();
    }

    /// Whether so much waits that clients count as slow, until the link has drained.
    boolean isSlow() {
        return link.congested() && link.backlog() > options.linkSlow();
    }

    /// Whether so much waits that nothing more should be caused, until the link has drained.
    boolean isBlocked() {
        return link.congested() && link.backlog() > 2 * options.linkSlow();
    }

    /// Room for a frame of a client, or for one.
    ///
    /// @param size at most [#largestFrame()]
    /// @return null when the link does not take it
    @Nullable
    ByteBuffer frame(int number, int size) {
        if (link.congested() && link.backlog() + size > options.linkMost()) {
            return null;
        }
        ByteBuffer room = link.frame(StreamFrames.FRAME, StreamFrames.NUMBER_BYTES + size);
        return room == null ? null : room.putInt(number);
    }

    /// Room for what opens a stream.
    ///
    /// @return null when the link does not take it
    @Nullable
    ByteBuffer open(int size) {
        return link.frame(StreamFrames.OPEN, size);
    }

    /// Room for any other frame. A link that does not take it is of no use any more, and is closed. Then the room leads
    /// nowhere.
    ByteBuffer control(int type, int size) {
        ByteBuffer room = link.frame(type, size);
        if (room != null) {
            return room;
        }
        if (link.isOpen()) {
            counters.count(Figure.LINKS_ENDED);
            link.close("its backlog is full: " + link.backlog() + " bytes");
        }
        return ByteBuffer.allocate(size);
    }

    /// A frame with nothing but the number of a stream.
    void tell(int type, int number) {
        control(type, StreamFrames.NUMBER_BYTES).putInt(number);
    }
}
