package io.hongyan.testkit.sim.client;

import io.hongyan.testkit.sim.world.SimSocket;
import org.jspecify.annotations.Nullable;

/// How a client gets a connection.
@FunctionalInterface
public interface Dialer {
    /// Opens a connection.
    ///
    /// @param port of the client's side: tells connections apart
    /// @return null when nobody listens
    @Nullable
    SimSocket dial(SimSocket.Handler handler, int port);
}
