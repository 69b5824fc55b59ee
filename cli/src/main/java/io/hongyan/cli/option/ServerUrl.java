package io.hongyan.cli.option;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.client.config.ServerAddress;
import java.net.URLDecoder;
import org.jspecify.annotations.Nullable;

/// The URL of a server with what a command line may put into it besides the address:
/// `scheme://[user[:password]@]host[:port][/path]`.
///
/// @param address what the client library reads
/// @param path what follows the slash, without it; empty when there is none. That of ws and wss stays as it is, with
///     its query, any other is decoded, because it is a topic
record ServerUrl(
        ServerAddress address,
        String path,
        @Nullable String username,
        @Nullable String password) {
    /// Takes a URL apart.
    ///
    /// @throws IllegalArgumentException naming what is wrong in the text
    static ServerUrl parse(String text) {
        int separator = text.indexOf("://");
        if (separator < 0) {
            throw bad(text, "it has no scheme; write mqtt://, mqtts://, ws:// or wss:// before the host");
        }
        String rest = text.substring(separator + 3);
        int slash = rest.indexOf('/');
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        String path = slash < 0 ? "" : rest.substring(slash + 1);
        int at = authority.lastIndexOf('@');
        String username = null;
        String password = null;
        if (at >= 0) {
            String user = authority.substring(0, at);
            int colon = user.indexOf(':');
            username = decode(text, colon < 0 ? user : user.substring(0, colon));
            password = colon < 0 ? null : decode(text, user.substring(colon + 1));
        }
        ServerAddress address = address(text, text.substring(0, separator + 3) + authority.substring(at + 1));
        String decoded = address.scheme().webSocket() ? path : decode(text, path);
        return new ServerUrl(address, decoded, username, password);
    }

    private static ServerAddress address(String url, String withoutUser) {
        try {
            return ServerAddress.parse(withoutUser);
        } catch (IllegalArgumentException e) {
            throw bad(url, String.valueOf(e.getMessage()));
        }
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
