package io.hongyan.server.json;

/// JSON that cannot be parsed, or does not contain what was expected. The message says what and where.
public final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JsonException(String message) {
        super(message);
    }
}
