package io.hongyan.server.admin;

/// A request of the administration that is refused, with status and reason.
public final class AdminRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    private AdminRefusal(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    public static AdminRefusal badRequest(String message) {
        return new AdminRefusal(400, "bad-request", message);
    }

    public static AdminRefusal forbidden(String message) {
        return new AdminRefusal(403, "forbidden", message);
    }

    /// Whoever has a password that the service made has to choose another first.
    public static AdminRefusal passwordNeeded() {
        return new AdminRefusal(
                403, "password-change-needed", "this password is for one login: choose one of your own first");
    }

    public static AdminRefusal notFound(String message) {
        return new AdminRefusal(404, "not-found", message);
    }

    public static AdminRefusal conflict(String message) {
        return new AdminRefusal(409, "conflict", message);
    }

    /// Something outside of the request cannot be used, such as a file.
    static AdminRefusal unusable(String message) {
        return new AdminRefusal(422, "unusable", message);
    }

    /// The broker does not answer now, and may later.
    static AdminRefusal unavailable(String message) {
        return new AdminRefusal(503, "unavailable", message);
    }

    /// The change cannot be written to the disk, and so it is not made.
    public static AdminRefusal unsaved(String message) {
        return new AdminRefusal(507, "not-saved", message);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
