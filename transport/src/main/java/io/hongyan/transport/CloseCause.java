package io.hongyan.transport;

/// Why a connection ended, as far as the transport can tell.
public enum CloseCause {
    /// This side called close or abort.
    LOCAL,
    /// The peer ended the stream in order.
    PEER,
    /// The peer ended the connection, in order or not, before it had sent a byte of MQTT: what health checks of load
    /// balancers and monitors do.
    UNUSED,
    /// The stream broke: reset, TLS fault, malformed WebSocket or PROXY header, timeout of a handshake.
    FAULT
}
