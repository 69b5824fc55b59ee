package io.hongyan.client.loop;

/// A client's place on a loop.
///
/// @param end to be run once, when the client is gone
public record LoopLease(ClientEventLoop loop, Runnable end) {}
