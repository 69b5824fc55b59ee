package io.hongyan.cluster.peer;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A link with another node, as [io.hongyan.cluster.link.Link] has it.
///
/// Confined to its loop.
public interface NodeLink {
    /// The node at the other end.
    NodeId node();

    /// The loop of the other node, from 0.
    int loop();

    /// Whether this node opened it.
    boolean asked();

    /// The largest body of a frame, in bytes.
    int largestBody();

    /// Room for the body of a frame, to be filled before any other call.
    ///
    /// @return null when the link takes none, now or any more
    @Nullable
    ByteBuffer frame(int type, int size);

    /// Whether so much waits in it that nothing more should be sent until it is drained.
    boolean congested();

    /// Closes it; the one that opened it opens it anew.
    void close(String why);
}
