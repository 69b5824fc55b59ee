package io.hongyan.transport;

import java.nio.ByteBuffer;

/// Recognizes clients that speak TLS to a port without it.
public final class ClientHello {
    /// For the log: what happened and what to do.
    public static final String ON_PLAIN_PORT =
            "TLS on a plain port: let the client use the port for TLS, or connect without TLS";

    private static final int HANDSHAKE = 0x16;
    private static final int MAJOR_VERSION = 3;

    private ClientHello() {}

    /// Whether a frame is the beginning of a record of a TLS handshake. A CONNECT cannot be: the second byte would be a
    /// length that is too small for one.
    public static boolean begins(ByteBuffer frame) {
        int at = frame.position();
        return frame.remaining() > 1 && mayBegin(frame.get(at) & 0xff) && frame.get(at + 1) == MAJOR_VERSION;
    }

    /// Whether it may begin with that byte.
    public static boolean mayBegin(int first) {
        return first == HANDSHAKE;
    }
}
