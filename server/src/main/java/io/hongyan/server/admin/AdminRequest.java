package io.hongyan.server.admin;

import io.hongyan.server.json.Fields;
import java.util.Map;

/// A request that was let in.
///
/// @param names what stands in the path for each part in braces
/// @param query parameters after `?`
/// @param body empty without one
public record AdminRequest(Map<String, String> names, Map<String, String> query, Fields body) {
    /// What stands for that part of the path.
    String name(String part) {
        return names.getOrDefault(part, "");
    }
}
