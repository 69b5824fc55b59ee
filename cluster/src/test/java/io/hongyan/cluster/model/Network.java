package io.hongyan.cluster.model;

/// How messages between a machine and the agreement fare.
///
/// @param usual most of them take up to this, in nanoseconds
/// @param slow a few take up to this
/// @param slowPart how many of a thousand are slow
/// @param lostPart how many of a thousand are lost
public record Network(long usual, long slow, int slowPart, int lostPart) {
    /// All arrive within 2 ms.
    public static final Network GOOD = new Network(2_000_000, 2_000_000, 0, 0);

    /// Some are late by seconds, some are lost.
    public static final Network BAD = new Network(20_000_000, 4_000_000_000L, 30, 20);
}
