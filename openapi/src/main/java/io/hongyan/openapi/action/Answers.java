package io.hongyan.openapi.action;

/// Answers that several actions have.
final class Answers {
    private static final int OK = 200;

    private Answers() {}

    /// Nothing but the id of the request.
    record Empty() {}

    /// The form of the newer actions.
    record Done(int code, String message, boolean success) {
        static Done done() {
            return new Done(OK, "operation success.", true);
        }
    }
}
