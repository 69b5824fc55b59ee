package io.hongyan.openapi.action;

/// A call that is refused, with the code and the HTTP status that the cloud service has for it.
public final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int INTERNAL = 500;
    private static final int UNAVAILABLE = 503;

    private final int status;
    private final String code;

    private ApiError(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    /// The request itself is wrong.
    public static ApiError bad(String code, String message) {
        return new ApiError(BAD_REQUEST, code, message);
    }

    /// A parameter has a value that it cannot have.
    ///
    /// @param name as it is called on the wire
    public static ApiError parameter(String name, String message) {
        return bad("InvalidParameter." + name, message);
    }

    /// What is asked for may not be done now, or by this account.
    public static ApiError forbidden(String code, String message) {
        return new ApiError(FORBIDDEN, code, message);
    }

    public static ApiError notFound(String code, String message) {
        return new ApiError(NOT_FOUND, code, message);
    }

    /// What the cloud service reports as a fault of its own, though often it is none.
    public static ApiError internal(String code, String message) {
        return new ApiError(INTERNAL, code, message);
    }

    /// Something that is needed does not answer now.
    public static ApiError unavailable(String message) {
        return new ApiError(UNAVAILABLE, "ServiceUnavailable", message);
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }
}
