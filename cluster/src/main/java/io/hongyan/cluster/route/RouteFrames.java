package io.hongyan.cluster.route;

import io.hongyan.cluster.peer.NodeLink;
import java.nio.ByteBuffer;

/// The types of frames about routes. All go over the link that loop 0 of the node that tells has opened to loop 0 of
/// the one that is told; WANTED and KNOWN are the latter's.
final class RouteFrames {
    /// What the receiver has: the number of the last change; 0 for nothing. The first frame on a link.
    static final int WANTED = 32;

    /// A batch: the number of the last change before it, the number of its last one, [parts][RouteParts]. An empty one
    /// with the same number twice says that the receiver has caught up.
    static final int CHANGES = 33;

    /// A page of a snapshot: [flags][#FIRST], the number of the last change that it has in it, parts. Batches may stand
    /// between two pages.
    static final int PAGE = 34;

    /// The receiver has all up to that number.
    static final int KNOWN = 35;

    /// The page is the first: what comes replaces what was known before, when the last page is there.
    static final int FIRST = 1;

    static final int LAST = 2;

    private RouteFrames() {}

    /// @return false when the link does not take it
    static boolean send(NodeLink link, int type, byte[] body) {
        ByteBuffer frame = link.frame(type, body.length);
        if (frame == null) {
            return false;
        }
        frame.put(body);
        return true;
    }

    /// @return false when the link does not take it
    static boolean send(NodeLink link, int type, long number) {
        ByteBuffer frame = link.frame(type, Long.BYTES);
        if (frame == null) {
            return false;
        }
        frame.putLong(number);
        return true;
    }
}
