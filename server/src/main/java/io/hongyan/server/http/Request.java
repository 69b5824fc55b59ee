package io.hongyan.server.http;

import java.util.List;
import java.util.Map;

/// An HTTP request.
///
/// @param method `GET`, `POST`, ...
/// @param path decoded parts: `/instances/a%2Fb` is `instances`, `a/b`
/// @param query decoded parameters; of several with one name the last
/// @param authorization the header of that name, empty without one
/// @param body at most as long as the endpoint allows
/// @param from the address that it came from, empty when nobody asks
public record Request(
        String method, List<String> path, Map<String, String> query, String authorization, String body, String from) {
    public Request {
        path = List.copyOf(path);
        query = Map.copyOf(query);
    }
}
