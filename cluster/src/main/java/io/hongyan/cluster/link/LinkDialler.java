package io.hongyan.cluster.link;

import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import io.hongyan.transport.Framing;
import io.hongyan.transport.Loop;
import java.util.concurrent.CompletableFuture;

/// Makes the connections of links. An interface, so that a whole cluster can run without sockets in a test.
public interface LinkDialler {
    /// Connects to a node. Called on the loop; must not block it.
    ///
    /// @return completed on any thread, before anything was received; exceptionally when there is no connection, with
    ///     a message for people
    CompletableFuture<Connection> connect(Node node, Loop loop, Framing framing, ConnectionHandler handler);
}
