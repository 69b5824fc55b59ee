package io.hongyan.cluster.link;

import java.net.InetSocketAddress;

/// Is told what happens to links that an operator may want to know. Called on any loop; must neither block nor throw.
public interface LinkEvents {
    /// A link is there.
    void opened(Link link);

    /// It is closed.
    void closed(Link link, LinkEnd why);

    /// A link of this node could not be opened; it tries again.
    ///
    /// @param loop of the other node
    /// @param repeated whether it is like one of the last ten seconds, and so no line in a log
    void notOpened(Node node, int loop, String why, boolean repeated);

    /// This node did not take a link of another one.
    ///
    /// @param node the name that it gives itself
    void refused(String node, InetSocketAddress address, Refusal why, boolean repeated);

    /// Something else went wrong with a connection to the port of the cluster: a failed TLS handshake, or a peer that
    /// is no node.
    void troubled(String what, boolean repeated);

    /// A user of a link threw an exception, which ends the link.
    void userFailed(Link link, RuntimeException fault);
}
