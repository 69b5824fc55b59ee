package io.hongyan.cloud.control;

import io.hongyan.cloud.token.TokenType;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/// The payload of `$SYS/uploadToken`: `{"token":"...","type":"R"}`.
record TokenUpload(String token, TokenType type) {
    private static final ObjectReader JSON = JsonMapper.shared().reader();
    private static final int LONGEST = 1 << 17;

    /// Null when the payload has another form.
    static @Nullable TokenUpload read(byte[] payload) {
        if (payload.length > LONGEST) {
            return null;
        }
        try {
            JsonNode json = JSON.readTree(payload);
            JsonNode token = json.get("token");
            JsonNode type = json.get("type");
            if (token == null || type == null || !token.isString() || !type.isString()) {
                return null;
            }
            TokenType known = TokenType.of(type.stringValue());
            return known == null ? null : new TokenUpload(token.stringValue(), known);
        } catch (JacksonException e) {
            return null;
        }
    }
}
