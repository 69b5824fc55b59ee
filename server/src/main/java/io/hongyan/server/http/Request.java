package io.hongyan.server.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// An HTTP request, whole.
///
/// @param method `GET`, `POST`, ...
/// @param rawPath as it was sent, not decoded
/// @param rawQuery as it was sent, not decoded; empty without one
/// @param path decoded parts: `/instances/a%2Fb` is `instances`, `a/b`
/// @param query decoded parameters; of several with one name the last
/// @param body at most as long as the endpoint allows
/// @param from the address that it came from, empty when nobody asks
public record Request(
        String method,
        String rawPath,
        String rawQuery,
        List<String> path,
        Map<String, String> query,
        Headers headers,
        byte[] body,
        String from) {
    public Request {
        path = List.copyOf(path);
        query = Map.copyOf(query);
    }

    /// A request as it was sent.
    ///
    /// @param target path and query; proxies may send a scheme and a host before them
    /// @throws IllegalArgumentException when the target cannot be decoded
    public static Request of(String method, String target, Headers headers, byte[] body, String from) {
        Target parsed = Target.parse(target);
        return new Request(
                method, parsed.rawPath(), parsed.rawQuery(), parsed.path(), parsed.query(), headers, body, from);
    }

    /// The body in UTF-8.
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
