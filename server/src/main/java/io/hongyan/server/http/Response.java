package io.hongyan.server.http;

import io.hongyan.server.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An HTTP response.
///
/// @param status 200 to 599
/// @param type the content type; empty = none
/// @param headers further ones, by name; not those of the connection and the length, which the endpoint writes
/// @param body whole; empty beside pieces
/// @param pieces a body that is written piece by piece; null = the body is whole
public record Response(
        int status,
        String type,
        Map<String, String> headers,
        byte[] body,
        @Nullable Pieces pieces) {
    private static final String JSON = "application/json; charset=utf-8";

    public Response {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /// A response with a whole body.
    public Response(int status, String type, Map<String, String> headers, byte[] body) {
        this(status, type, headers, body, null);
    }

    /// A body in UTF-8.
    public static Response text(int status, String type, String body) {
        return new Response(status, type, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    /// A body that is written while it is made. It is the last answer of its connection.
    public static Response streamed(String type, Pieces pieces) {
        return new Response(200, type, Map.of(), new byte[0], pieces);
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
        return new Response(status, type, more, body, pieces);
    }

    /// The body, which is in UTF-8.
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
