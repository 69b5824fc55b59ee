package io.hongyan.server.console;

/// What cannot be done with an account, in a sentence for whoever asked.
final class AccountException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    enum Kind {
        INVALID,
        MISSING,
        CONFLICT,
        /// Somebody does not know the password, which may be a guess.
        WRONG_PASSWORD,
        UNSAVED
    }

    private AccountException(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    static AccountException invalid(String message) {
        return new AccountException(Kind.INVALID, message);
    }

    static AccountException missing(String message) {
        return new AccountException(Kind.MISSING, message);
    }

    static AccountException conflict(String message) {
        return new AccountException(Kind.CONFLICT, message);
    }

    static AccountException wrongPassword() {
        return new AccountException(Kind.WRONG_PASSWORD, "the current password is another one");
    }

    static AccountException unsaved(String message) {
        return new AccountException(Kind.UNSAVED, message);
    }

    Kind kind() {
        return kind;
    }
}
