package io.hongyan.cli.option;

import java.util.Locale;

/// How a server is reached.
public enum Scheme {
    MQTT(1883, false, false),
    MQTTS(8883, true, false),
    WS(80, false, true),
    WSS(443, true, true);

    private final int defaultPort;
    private final boolean secure;
    private final boolean webSocket;

    Scheme(int defaultPort, boolean secure, boolean webSocket) {
        this.defaultPort = defaultPort;
        this.secure = secure;
        this.webSocket = webSocket;
    }

    public int defaultPort() {
        return defaultPort;
    }

    /// Whether TLS protects the connection.
    public boolean secure() {
        return secure;
    }

    public boolean webSocket() {
        return webSocket;
    }

    static Scheme of(boolean secure, boolean webSocket) {
        if (webSocket) {
            return secure ? WSS : WS;
        }
        return secure ? MQTTS : MQTT;
    }

    /// As it stands in a URL.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
