package io.hongyan.server.config;

/// What carries MQTT on a listener.
public enum ListenerKind {
    TCP(false, false),
    TLS(true, false),
    WS(false, true),
    WSS(true, true);

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
}
