package io.hongyan.cluster.peer;

import java.nio.ByteBuffer;

/// Who sends and receives frames of some types on the links of one loop. All calls come on that loop.
public interface NodeLinkUser {
    /// A link is there. What is sent on it arrives in order, or the link ends.
    void opened(NodeLink link);

    /// A frame came.
    ///
    /// @param body valid during the call only
    /// @throws MalformedFrame when no node sends such a frame: it ends the link
    void received(NodeLink link, int type, ByteBuffer body);

    /// The link was congested and has room again.
    void drained(NodeLink link);

    /// A link that was opened is closed: what was sent on it may not have arrived.
    void closed(NodeLink link);
}
