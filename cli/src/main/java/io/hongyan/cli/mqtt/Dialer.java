package io.hongyan.cli.mqtt;

import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import io.hongyan.transport.Loop;
import java.util.concurrent.CompletableFuture;

/// A way to one server.
public interface Dialer {
    /// Connects; the future ends well when frames can be sent, after all handshakes. It may complete on any thread.
    ///
    /// @param loop the loop that will own the connection
    CompletableFuture<Connection> dial(Loop loop, ConnectionHandler handler);

    /// The server's address for people, such as `mqtt://localhost:1883`.
    String target();
}
