package io.hongyan.broker.auth;

import io.hongyan.codec.packet.Connect;
import io.hongyan.transport.Peer;
import java.util.function.BooleanSupplier;

/// A client at the door.
///
/// @param connect what it sent; its client id is never empty: the broker has assigned one by then
/// @param assigned whether the broker chose the client id
/// @param peer where it comes from, and the certificates it showed
/// @param gone whether it left, or its time ran out, before it got in: then nobody wants the answer any more. Any
///     thread may ask
public record ConnectRequest(Connect connect, boolean assigned, Peer peer, BooleanSupplier gone) {}
