package io.hongyan.cluster.route;

import io.hongyan.cluster.peer.MalformedFrame;
import io.hongyan.cluster.peer.NodeId;
import io.hongyan.cluster.peer.NodeLink;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What one node told.
///
/// Confined to loop 0.
final class HeardNode {
    private final NodeId node;
    private final RouteTable table;
    private RouteSource complete;
    private volatile long number; // read by any thread
    private @Nullable RouteSource coming;
    private long comingNumber;
    private @Nullable NodeLink link;
    private boolean answerDue;
    private boolean upToDate;

    HeardNode(NodeId node, RouteTable table) {
        this.node = node;
        this.table = table;
        this.complete = table.source(node);
    }

    /// Whether it has once told all that it had then.
    boolean isUpToDate() {
        return upToDate;
    }

    /// The number of the last change that is known here. Any thread.
    long number() {
        return number;
    }

    /// A link came that the node opened.
    void opened(NodeLink opened) {
        link = opened;
        answerDue = false;
        dropComing();
        RouteFrames.send(opened, RouteFrames.WANTED, number);
    }

    void closed(NodeLink ended) {
        if (ended.equals(link)) {
            link = null;
            dropComing();
        }
    }

    /// It is no member any more.
    void forget() {
        table.drop(complete);
        dropComing();
    }

    private void dropComing() {
        if (coming != null) {
            table.drop(coming);
            coming = null;
        }
    }

    /// A batch came.
    ///
    /// @return whether an answer is due that was not
    boolean changes(NodeLink from, ByteBuffer body) {
        if (!from.equals(link)) {
            return false;
        }
        long before = body.getLong();
        long last = body.getLong();
        long expected = coming == null ? number : comingNumber;
        if (before != expected || last < before) {
            throw new MalformedFrame("routes " + before + " to " + last + " where those after " + expected + " follow");
        }
        RouteParts.read(body, table.reader(coming == null ? complete : coming));
        if (coming != null) {
            comingNumber = last;
            return false;
        }
        number = last;
        upToDate |= before == last;
        return answer();
    }

    /// A page of a snapshot came.
    ///
    /// @return whether an answer is due that was not
    boolean page(NodeLink from, ByteBuffer body) {
        if (!from.equals(link)) {
            return false;
        }
        int flags = body.get();
        long at = body.getLong();
        if ((flags & RouteFrames.FIRST) != 0) {
            dropComing();
            coming = table.source(node);
            comingNumber = at;
        }
        RouteSource source = coming;
        if (source == null || at != comingNumber || at < number) {
            throw new MalformedFrame("a page of routes at " + at + " where none of that number can follow");
        }
        RouteParts.read(body, table.reader(source));
        if ((flags & RouteFrames.LAST) == 0) {
            return false;
        }
        RouteSource old = complete;
        complete = source;
        coming = null;
        number = at;
        table.drop(old);
        return answer();
    }

    private boolean answer() {
        boolean first = !answerDue;
        answerDue = true;
        return first;
    }

    /// Says what is known by now, if that is due and the link takes it.
    void sendAnswer() {
        if (answerDue && link != null) {
            answerDue = !RouteFrames.send(link, RouteFrames.KNOWN, number);
        }
    }
}
