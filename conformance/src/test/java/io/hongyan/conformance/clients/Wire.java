package io.hongyan.conformance.clients;

/// The ways to a server, with the schemes that most clients call them by.
enum Wire {
    TCP("tcp", ""),
    TLS("ssl", ""),
    WS("ws", "/mqtt"),
    WSS("wss", "/mqtt");

    private final String scheme;
    private final String path;

    Wire(String scheme, String path) {
        this.scheme = scheme;
        this.path = path;
    }

    String uri(int port) {
        return scheme + "://127.0.0.1:" + port + path;
    }

    boolean encrypted() {
        return this == TLS || this == WSS;
    }

    boolean webSocket() {
        return this == WS || this == WSS;
    }
}
