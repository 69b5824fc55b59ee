package io.hongyan.transport.mqtt;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Recognizes clients that speak HTTP to a port for MQTT.
final class PlainHttp {
    /// For the log: what happened and what to do.
    static final String ON_MQTT_PORT =
            "plain HTTP on an MQTT port: MQTT over WebSocket, metrics and administration have" + " ports of their own";

    private static final List<String> METHODS =
            List.of("GET ", "PUT ", "POST ", "HEAD ", "PATCH ", "DELETE ", "OPTIONS ", "CONNECT ", "PRI * HTTP");

    private PlainHttp() {}

    /// Whether bytes are the beginning of a request. None of them is a CONNECT, whose first byte is 0x10.
    ///
    /// @param in read at absolute positions
    /// @param from where they begin
    /// @param to their end
    static boolean begins(ByteBuffer in, int from, int to) {
        return from < to
                && in.get(from) >= 'C'
                && METHODS.stream()
                        .anyMatch(method -> begins(method.getBytes(StandardCharsets.US_ASCII), in, from, to));
    }

    private static boolean begins(byte[] method, ByteBuffer in, int from, int to) {
        if (to - from < method.length) {
            return false;
        }
        for (int i = 0; i < method.length; i++) {
            if (in.get(from + i) != method[i]) {
                return false;
            }
        }
        return true;
    }
}
