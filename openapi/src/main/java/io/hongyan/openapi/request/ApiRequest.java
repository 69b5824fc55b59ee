package io.hongyan.openapi.request;

import java.util.Map;

/// A request as it came by HTTP.
///
/// @param method `GET`, `POST`, ...
/// @param path as it was sent, `/` for the OpenAPI
/// @param query as it was sent, without the question mark; empty without one
/// @param headers by name in lower case, the first of each
/// @param from the address that it came from, without a port
public record ApiRequest(
        String method, String path, String query, Map<String, String> headers, byte[] body, String from) {
    public ApiRequest {
        headers = Map.copyOf(headers);
    }

    /// The value of a header; empty when it is missing.
    ///
    /// @param name in lower case
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /// Without the query and the body, which hold what only the two sides may know.
    @Override
    public String toString() {
        return "ApiRequest[" + method + " " + path + " from " + from + "]";
    }
}
