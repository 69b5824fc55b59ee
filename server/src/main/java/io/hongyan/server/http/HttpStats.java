package io.hongyan.server.http;

/// What an endpoint counts.
///
/// @param open connections, now
/// @param crowded connections closed because there were too many, since the start
/// @param late connections closed because a first request did not come whole in time, or an answer was not taken in
///     time, since the start
/// @param refused requests that no handler got, since the start: what is no HTTP, can be understood in two ways, or is
///     too large
public record HttpStats(int open, long crowded, long late, long refused) {}
