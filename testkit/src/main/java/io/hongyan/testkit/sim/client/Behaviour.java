package io.hongyan.testkit.sim.client;

/// How a client may deviate from the usual behaviour.
public enum Behaviour {
    /// It acknowledges nothing.
    HOLDS_ACKS,
    /// It sends no PINGREQ by itself.
    SILENT,
    /// It refuses messages of QoS 1 and 2 with a reason code, in 5.0.
    REJECTS
}
