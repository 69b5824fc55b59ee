package io.hongyan.testkit;

/// What a [FaultyProxy] does with a packet.
public enum PacketAction {
    /// It is passed on.
    PASS,
    /// It is not passed on, and the connection stays; [FaultyProxy#dropped()] counts it. TCP alone never loses a
    /// packet; another proxy, or a server that fails at the wrong moment, does.
    DROP,
    /// It is passed on twice.
    DUPLICATE,
    /// The connection ends in its place, by RST on both sides.
    CUT
}
