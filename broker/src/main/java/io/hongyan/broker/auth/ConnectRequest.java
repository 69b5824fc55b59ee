package io.hongyan.broker.auth;

import io.hongyan.codec.packet.Connect;
import io.hongyan.transport.Peer;
import java.util.function.BooleanSupplier;

/// A CONNECT that waits for authentication.
///
/// @param connect the packet; its client id is never empty: the broker has already assigned one
/// @param assigned whether the broker chose the client id
/// @param peer address and certificates of the client
/// @param gone whether the client has disconnected or timed out before the answer: then the answer is not needed. Any
///     thread
public record ConnectRequest(Connect connect, boolean assigned, Peer peer, BooleanSupplier gone) {}
