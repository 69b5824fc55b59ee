package io.hongyan.cli.option;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The URL of an MQTT server: `scheme://[user[:password]@]host[:port][/path]`.
///
/// @param port 1 to 65535; the scheme's own when the URL names none
/// @param path what follows the slash, without it; empty when there is none. That of ws and wss stays as it is, with
///     its query, any other is decoded
public record MqttUrl(
        Scheme scheme,
        String host,
        int port,
        String path,
        @Nullable String username,
        @Nullable String password) {
    /// Takes a URL apart.
    ///
    /// @throws IllegalArgumentException naming what is wrong in the text
    public static MqttUrl parse(String text) {
        int separator = text.indexOf("://");
        if (separator < 0) {
            throw bad(text, "it has no scheme; write mqtt://, mqtts://, ws:// or wss:// before the host");
        }
        Scheme scheme = scheme(text, text.substring(0, separator));
        String rest = text.substring(separator + 3);
        int slash = rest.indexOf('/');
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        String path = slash < 0 ? "" : rest.substring(slash + 1);
        path = scheme.webSocket() ? path : decode(text, path);
        int at = authority.lastIndexOf('@');
        String hostAndPort = authority.substring(at + 1);
        String username = null;
        String password = null;
        if (at >= 0) {
            String user = authority.substring(0, at);
            int colon = user.indexOf(':');
            username = decode(text, colon < 0 ? user : user.substring(0, colon));
            password = colon < 0 ? null : decode(text, user.substring(colon + 1));
        }
        int hostEnd = hostEnd(text, hostAndPort);
        String host = hostAndPort.substring(0, hostEnd);
        if (host.startsWith("[")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isEmpty()) {
            throw bad(text, "it names no host");
        }
        String portText = hostAndPort.substring(hostEnd);
        int port = portText.isEmpty() ? scheme.defaultPort() : port(text, portText.substring(1));
        return new MqttUrl(scheme, host, port, path, username, password);
    }

    private static Scheme scheme(String url, String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "mqtt", "tcp" -> Scheme.MQTT;
            case "mqtts", "ssl", "tls" -> Scheme.MQTTS;
            case "ws" -> Scheme.WS;
            case "wss" -> Scheme.WSS;
            default -> throw bad(url, "'" + name + "' is none of the schemes mqtt, mqtts, ws, wss");
        };
    }

    /// Where the host ends: at the colon before the port, which an IPv6 address keeps out of its brackets.
    private static int hostEnd(String url, String hostAndPort) {
        int from = 0;
        if (hostAndPort.startsWith("[")) {
            from = hostAndPort.indexOf(']') + 1;
            if (from == 0) {
                throw bad(url, "the bracket of the IPv6 address is not closed");
            }
            if (from < hostAndPort.length() && hostAndPort.charAt(from) != ':') {
                throw bad(url, "between ']' and the port stands ':'");
            }
        }
        int colon = hostAndPort.indexOf(':', from);
        return colon < 0 ? hostAndPort.length() : colon;
    }

    private static int port(String url, String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 0xffff) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw bad(url, "the port '" + text + "' is no number");
        }
        throw bad(url, "the port is 1 to 65535, not " + text);
    }

    private static String decode(String url, String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException e) {
            throw bad(url, "'" + part + "' has a '%' that no two hexadecimal digits follow; write %25 for '%'");
        }
    }

    private static IllegalArgumentException bad(String url, String why) {
        return new IllegalArgumentException("'" + url + "' is no URL of a server: " + why);
    }
}
