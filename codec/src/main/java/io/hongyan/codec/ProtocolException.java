package io.hongyan.codec;

/// The peer broke the protocol. Holds the reason code to answer with and the clause that was broken. Bad input is
/// expected, so there is no stack trace.
public final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ReasonCode reason;
    private final String clause;
    private final String what;

    /// @param reason the code for DISCONNECT or CONNACK
    /// @param clause the number of the broken statement in MQTT 5.0, such as `MQTT-3.3.1-4`; the chapter where the
    ///     statement has no number; the number in 3.1.1 where 5.0 has no such statement
    /// @param message what was wrong, naming the value
    public ProtocolException(ReasonCode reason, String clause, String message) {
        super(message, null, false, false);
        this.reason = reason;
        this.clause = clause;
        this.what = message;
    }

    /// A packet that cannot be parsed (0x81).
    public static ProtocolException malformed(String clause, String message) {
        return new ProtocolException(ReasonCode.MALFORMED_PACKET, clause, message);
    }

    /// A packet that parses but is not allowed (0x82).
    public static ProtocolException error(String clause, String message) {
        return new ProtocolException(ReasonCode.PROTOCOL_ERROR, clause, message);
    }

    /// What was wrong, naming the value.
    @Override
    public String getMessage() {
        return what;
    }

    public ReasonCode reason() {
        return reason;
    }

    public String clause() {
        return clause;
    }

    /// The broken statement by its number in the standard of that version.
    public String clause(Version version) {
        return Clauses.in(version, clause);
    }

    /// The message and the clause in that version, for logs and reason strings.
    public String text(Version version) {
        return what + " [" + clause(version) + "]";
    }
}
