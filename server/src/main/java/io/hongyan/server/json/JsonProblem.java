package io.hongyan.server.json;

/// JSON that cannot be read, or does not hold what was expected. The message says what and where.
public final class JsonProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JsonProblem(String message) {
        super(message);
    }
}
