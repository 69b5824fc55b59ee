package io.hongyan.transport;

/// Why a connection ended, as far as the transport can tell.
public enum CloseCause {
    /// This side called close or abort.
    LOCAL,
    /// The peer ended the stream in order.
    PEER,
    /// The stream broke: reset, TLS fault, malformed WebSocket or PROXY header, timeout of a handshake.
    FAULT
}
