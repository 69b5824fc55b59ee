package io.hongyan.server.http;

import io.hongyan.server.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// An HTTP response.
///
/// @param status 200 to 599
/// @param type the content type; empty = none
/// @param headers further ones, by name; not those of the connection and the length, which the endpoint writes
public record Response(int status, String type, Map<String, String> headers, byte[] body) {
    private static final String JSON = "application/json; charset=utf-8";

    public Response {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /// A body in UTF-8.
    public static Response text(int status, String type, String body) {
        return new Response(status, type, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    public static Response json(int status, Object object) {
        return text(status, JSON, Json.pretty(object));
    }

    /// A refusal: `{"code": ..., "message": ...}`.
    public static Response error(int status, String code, String message) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("code", code);
        object.put("message", message);
        return json(status, object);
    }

    /// The same with one more header.
    public Response with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Response(status, type, more, body);
    }

    /// The body, which is in UTF-8.
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
