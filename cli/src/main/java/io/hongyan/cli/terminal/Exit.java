package io.hongyan.cli.terminal;

/// The exit codes of the commands. A refused connection or subscription ends with the code of the answer instead: 1 to
/// 5 before MQTT 5.0, 128 to 162 in 5.0.
public final class Exit {
    public static final int OK = 0;
    /// Wrong options, unreadable files, or another fault on this side.
    public static final int USAGE = 1;
    /// The connection was lost, or the peer broke the protocol.
    public static final int LOST = 7;
    /// The TLS handshake failed.
    public static final int TLS = 8;
    /// No connection could be made: unknown host, refused, no answer in time.
    public static final int UNREACHABLE = 14;
    /// The admin interface said no.
    public static final int REJECTED = 20;
    /// The time given with `-W` is over.
    public static final int TIMEOUT = 27;
    /// Ended by Ctrl-C or SIGTERM.
    public static final int INTERRUPTED = 130;
    /// The reader of the output went away (128 + SIGPIPE).
    public static final int BROKEN_PIPE = 141;

    private Exit() {}
}
