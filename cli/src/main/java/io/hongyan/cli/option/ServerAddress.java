package io.hongyan.cli.option;

/// A server and the way to speak to it.
///
/// @param port 1 to 65535
/// @param path begins with a slash; of use over WebSocket only
public record ServerAddress(Scheme scheme, String host, int port, String path) {
    /// As a URL, for people.
    @Override
    public String toString() {
        String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return scheme + "://" + shown + ":" + port + (scheme.webSocket() ? path : "");
    }
}
