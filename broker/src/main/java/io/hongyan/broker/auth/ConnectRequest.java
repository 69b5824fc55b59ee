package io.hongyan.broker.auth;

import io.hongyan.codec.Connect;
import io.hongyan.transport.Peer;

/// A client at the door.
///
/// @param connect what it sent; its client id is never empty: the broker has assigned one by then
/// @param assigned whether the broker chose the client id
/// @param peer where it comes from, and the certificates it showed
public record ConnectRequest(Connect connect, boolean assigned, Peer peer) {}
