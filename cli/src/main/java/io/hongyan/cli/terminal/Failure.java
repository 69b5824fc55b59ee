package io.hongyan.cli.terminal;

/// A command cannot go on: what was wrong, naming the value and the way out, and the exit code that says so. It is an
/// expected event, so there is no stack trace.
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /// @param exitCode one of [Exit], or the code of the server's answer
    public Failure(int exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    /// A fault in the options, or in what they name.
    public static Failure usage(String message) {
        return new Failure(Exit.USAGE, message);
    }

    public int exitCode() {
        return exitCode;
    }

    /// The message, which is never null here.
    public String text() {
        return String.valueOf(getMessage());
    }
}
