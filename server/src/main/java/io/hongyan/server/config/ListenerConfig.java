package io.hongyan.server.config;

import java.util.List;

/// One listener, of MQTT or AMQP.
///
/// @param bind empty = `bind` of the top level
/// @param path of the WebSocket endpoint
/// @param origins browser origins let in over WebSocket; empty = any
/// @param instance that clients of MQTT join whose user name names none; empty = the one of the first start
/// @param proxyProtocol whether a PROXY header names the client's address, as load balancers send it
public record ListenerConfig(
        ListenerKind kind,
        String bind,
        Port port,
        String path,
        List<String> origins,
        boolean proxyProtocol,
        String instance,
        TlsConfig tls) {
    public ListenerConfig {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path begins with /, as in /mqtt, not " + path);
        }
        origins = List.copyOf(origins);
    }

    public static ListenerConfig defaults() {
        return of(ListenerKind.TCP, Port.OFF);
    }

    static ListenerConfig of(ListenerKind kind, Port port) {
        return of(kind, "", port);
    }

    static ListenerConfig of(ListenerKind kind, String bind, Port port) {
        return new ListenerConfig(kind, bind, port, "/mqtt", List.of(), false, "", TlsConfig.defaults());
    }
}
