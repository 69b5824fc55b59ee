package io.hongyan.server.config;

/// What is spoken on a listener, and what carries it.
public enum ListenerKind {
    TCP(false, false),
    TLS(true, false),
    WS(false, true),
    WSS(true, true),
    /// For business systems, as the ones that follow.
    AMQP(false, false),
    AMQPS(true, false);

    private final boolean secure;
    private final boolean webSocket;

    ListenerKind(boolean secure, boolean webSocket) {
        this.secure = secure;
        this.webSocket = webSocket;
    }

    public boolean secure() {
        return secure;
    }

    public boolean webSocket() {
        return webSocket;
    }

    /// Whether AMQP is spoken, and not MQTT.
    public boolean amqp() {
        return this == AMQP || this == AMQPS;
    }

    /// The kind that differs in TLS alone.
    public ListenerKind withTls() {
        return switch (this) {
            case TCP, TLS -> TLS;
            case WS, WSS -> WSS;
            case AMQP, AMQPS -> AMQPS;
        };
    }
}
