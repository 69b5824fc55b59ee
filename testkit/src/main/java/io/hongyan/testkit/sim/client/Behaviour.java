package io.hongyan.testkit.sim.client;

/// What a client may do otherwise than others.
public enum Behaviour {
    /// It acknowledges nothing.
    HOLDS_ACKS,
    /// It sends no PINGREQ by itself.
    SILENT,
    /// It takes no message of QoS 1 or 2, and says so by a reason code, in 5.0.
    REJECTS
}
