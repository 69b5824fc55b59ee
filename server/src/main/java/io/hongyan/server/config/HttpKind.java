package io.hongyan.server.config;

/// What an HTTP port carries.
public enum HttpKind {
    HTTP,
    /// HTTP over TLS.
    HTTPS;

    public boolean secure() {
        return this == HTTPS;
    }
}
