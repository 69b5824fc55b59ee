package io.hongyan.testkit;

/// What a [FaultyNetwork] does with a packet.
public enum Fate {
    /// It arrives.
    PASS,
    /// It is lost without a word: the connection stays. TCP alone never does that; a proxy, or a server that fails at
    /// the wrong moment, does.
    DROP,
    /// It arrives twice.
    TWICE,
    /// The connection ends in its place, by RST on both sides.
    CUT
}
