package io.hongyan.testkit.sim.world;

import io.hongyan.transport.Acceptor;
import io.hongyan.transport.Peer;
import java.util.function.Consumer;

/// Where a connection arrives.
///
/// @param loop that accepts it
/// @param acceptor of the broker
/// @param peer who comes
/// @param failed told of exceptions that the broker's handlers threw
public record Place(SimLoop loop, Acceptor acceptor, Peer peer, Consumer<Throwable> failed) {}
