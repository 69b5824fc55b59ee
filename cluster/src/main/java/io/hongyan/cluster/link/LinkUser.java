package io.hongyan.cluster.link;

import java.nio.ByteBuffer;

/// A part of this node that talks to its like on other nodes, by frames of types that are its own. There is one for
/// each loop; all calls come on that loop. An exception ends the link, is reported, and the link is opened anew.
public interface LinkUser {
    /// A link is there. What is sent on it arrives in order, or the link ends.
    void opened(Link link);

    /// A frame came.
    ///
    /// @param type one of the user's own
    /// @param body valid during the call only: position at its first byte, limit at its end
    void received(Link link, int type, ByteBuffer body);

    /// The link was congested and has room again.
    default void drained(Link link) {}

    /// A link that was opened is closed: what was sent on it may not have arrived. It is never opened again; another
    /// one takes its place. May come within any call of the link.
    void closed(Link link, LinkEnd why);
}
