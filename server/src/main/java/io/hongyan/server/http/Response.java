package io.hongyan.server.http;

import io.hongyan.server.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/// An HTTP response.
///
/// @param type the content type
public record Response(int status, String type, String body) {
    private static final String JSON = "application/json; charset=utf-8";

    public static Response json(int status, Object object) {
        return new Response(status, JSON, Json.pretty(object));
    }

    /// A refusal: `{"code": ..., "message": ...}`.
    public static Response error(int status, String code, String message) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("code", code);
        object.put("message", message);
        return json(status, object);
    }
}
