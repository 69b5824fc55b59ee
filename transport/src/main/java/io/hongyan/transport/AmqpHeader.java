package io.hongyan.transport;

import java.nio.ByteBuffer;

/// Recognizes clients that speak AMQP to a port for something else. What is said is for the log: what happened and
/// what to do.
public final class AmqpHeader {
    public static final String ON_TLS_PORT = "plain AMQP on a TLS port: let the client use the port for plain AMQP, or"
            + " TLS and the port for AMQP over TLS";
    public static final String ON_MQTT_PORT = "AMQP on an MQTT port: AMQP has ports of its own (listeners.amqp)";
    public static final String ON_WEB_SOCKET_PORT =
            "AMQP on a port for WebSocket: AMQP has ports of its own (listeners.amqp)";

    private static final byte[] NAME = {'A', 'M', 'Q', 'P'};

    private AmqpHeader() {}

    /// Whether bytes begin with the protocol header of any version of AMQP. No request of HTTP and no CONNECT does.
    ///
    /// @param in read at absolute positions
    /// @param from where they begin
    /// @param to their end
    public static boolean begins(ByteBuffer in, int from, int to) {
        if (to - from < NAME.length) {
            return false;
        }
        for (int i = 0; i < NAME.length; i++) {
            if (in.get(from + i) != NAME[i]) {
                return false;
            }
        }
        return true;
    }
}
