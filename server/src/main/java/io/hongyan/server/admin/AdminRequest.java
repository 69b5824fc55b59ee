package io.hongyan.server.admin;

import io.hongyan.server.admin.describe.Query;
import io.hongyan.server.json.JsonFields;
import java.util.Map;

/// An authenticated request.
///
/// @param names what stands in the path for each part in braces
/// @param query parameters after `?`, as the operation is described to take them
/// @param body with fields that the operation is described to take; empty without one
/// @param caller who asks
public record AdminRequest(Map<String, String> names, Query query, JsonFields body, AdminCaller caller) {
    /// What stands for that part of the path.
    public String name(String part) {
        return names.getOrDefault(part, "");
    }
}
