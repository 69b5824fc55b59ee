package io.hongyan.codec;

/// The peer broke the protocol: which reason code tells it so, and which clause it broke. Bad input is an
/// expected event, so there is no stack trace.
public final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ReasonCode reason;
    private final String clause;
    private final String what;

    /// @param reason the code for DISCONNECT or CONNACK
    /// @param clause the number of the statement broken in 5.0, such as `MQTT-3.3.1-4`, or the chapter where no
    ///     number exists; in earlier standards where 5.0 has no such statement
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

    /// The statement broken, under the number that it has in the standard of the version that the peer speaks.
    public String clause(Version version) {
        return Clauses.in(version, clause);
    }

    /// What was wrong and which statement of that version it breaks, for logs and reason strings.
    public String text(Version version) {
        return what + " [" + clause(version) + "]";
    }
}
