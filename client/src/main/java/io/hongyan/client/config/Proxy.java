package io.hongyan.client.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A proxy that makes the connections, and looks up the servers' names.
///
/// @param host a name or an address; an IPv6 address without brackets
/// @param port 1 to 65535
/// @param username null = none is shown; for HTTP without ':'
/// @param password together with `username`; for SOCKS5 each has at most 255 bytes of UTF-8
public record Proxy(
        Kind kind,
        String host,
        int port,
        @Nullable String username,
        @Nullable String password) {
    /// The protocol of the proxy.
    public enum Kind {
        /// HTTP CONNECT, with Basic authentication.
        HTTP,
        /// SOCKS version 5.
        SOCKS5
    }

    public Proxy {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("proxy has no host");
        }
        if (port < 1 || port > 0xffff) {
            throw new IllegalArgumentException("proxy has a port of 1 to 65535, not " + port);
        }
        if ((username == null) != (password == null)) {
            throw new IllegalArgumentException("proxy.username and proxy.password belong together: give both");
        }
        if (username != null && password != null) {
            if (kind == Kind.HTTP && username.indexOf(':') >= 0) {
                throw new IllegalArgumentException("proxy.username has no ':' with HTTP");
            }
            if (kind == Kind.SOCKS5 && Math.max(length(username), length(password)) > 255) {
                throw new IllegalArgumentException("proxy.username and proxy.password have at most 255 bytes each");
            }
        }
    }

    private static int length(String text) {
        return text.getBytes(UTF_8).length;
    }

    /// One that speaks HTTP CONNECT.
    public static Proxy http(String host, int port) {
        return new Proxy(Kind.HTTP, host, port, null, null);
    }

    /// One that speaks SOCKS version 5.
    public static Proxy socks5(String host, int port) {
        return new Proxy(Kind.SOCKS5, host, port, null, null);
    }

    /// The same with user and password.
    public Proxy withLogin(String user, String secret) {
        return new Proxy(kind, host, port, user, secret);
    }

    /// Reads `http://[user:password@]host:port` or `socks5://[user:password@]host:port`; reserved characters are
    /// percent-encoded in user and password.
    ///
    /// @throws IllegalArgumentException when it is none; the message holds no password
    public static Proxy parse(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            // The URL is in the cause's message, and may hold a password.
            throw new IllegalArgumentException("proxy is no address: " + e.getReason());
        }
        Kind kind = kind(uri.getScheme());
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        int at = authority.lastIndexOf('@');
        HostAndPort place = place(authority.substring(at + 1));
        if (place.port() == HostAndPort.NONE) {
            throw new IllegalArgumentException("proxy is written scheme://host:port; it has no port");
        }
        if (uri.getRawPath() != null && uri.getRawPath().length() > 1) {
            throw new IllegalArgumentException("proxy has no path, but " + uri.getRawPath());
        }
        Proxy proxy = new Proxy(kind, place.host(), place.port(), null, null);
        if (at < 0) {
            return proxy;
        }
        String login = authority.substring(0, at);
        int colon = login.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("proxy has a user name without password: write user:password@host");
        }
        return proxy.withLogin(decoded(login.substring(0, colon)), decoded(login.substring(colon + 1)));
    }

    private static HostAndPort place(String text) {
        try {
            return HostAndPort.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("proxy is written scheme://host:port; it " + e.getMessage(), e);
        }
    }

    private static Kind kind(@Nullable String scheme) {
        return switch (scheme == null ? "" : scheme.toLowerCase(Locale.ROOT)) {
            case "http" -> Kind.HTTP;
            case "socks5", "socks5h" -> Kind.SOCKS5;
            default -> throw new IllegalArgumentException("proxy begins with http:// or socks5://, not " + scheme);
        };
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    }

    /// Kind and address, without user and password.
    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + "://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":"
                + port;
    }
}
