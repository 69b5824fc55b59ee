package io.hongyan.openapi.old;

import io.hongyan.openapi.answer.ApiResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// An answer of the older APIs.
///
/// @param status of HTTP
/// @param code of the document
/// @param more fields besides success, message and code
record Reply(int status, int code, boolean success, String message, Map<String, Object> more) {
    private static final String JSON = "application/json;charset=utf-8";
    private static final int OK = 200;

    /// A call about tokens was done.
    static Reply done(Map<String, Object> more) {
        return new Reply(OK, OK, true, "operation success.", more);
    }

    /// A call about tokens was not done.
    static Reply refused(int code, String message) {
        return new Reply(OK, code, false, message, Map.of()); // its callers take no other status for an answer
    }

    /// Whether a client is connected.
    ///
    /// @param code 0 when that is known
    /// @param online how many connections it has; -1 when that is not known
    static Reply ofRoute(int status, int code, int online, String message) {
        return new Reply(status, code, code == 0, message, Map.of("online", online));
    }

    /// A call got nowhere.
    static Reply failed(int status, String message) {
        return new Reply(status, status, false, message, Map.of());
    }

    ApiResponse response() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("success", success);
        answer.put("message", message);
        answer.put("code", code);
        answer.putAll(more);
        return new ApiResponse(status, JSON, JsonMapper.shared().writeValueAsString(answer));
    }
}
