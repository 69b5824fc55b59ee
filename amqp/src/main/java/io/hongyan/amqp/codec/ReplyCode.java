package io.hongyan.amqp.codec;

/// Why a channel or a connection is closed (the reply codes of AMQP 0-9-1). The names stand in `connection.close` and
/// `channel.close` before the sentence that names the value.
public enum ReplyCode {
    SUCCESS(200, false),
    CONTENT_TOO_LARGE(311, false),
    CONNECTION_FORCED(320, true),
    INVALID_PATH(402, true),
    ACCESS_REFUSED(403, false),
    NOT_FOUND(404, false),
    RESOURCE_LOCKED(405, false),
    PRECONDITION_FAILED(406, false),
    /// Bytes that are no frame, or a payload that ends too early or too late.
    FRAME_ERROR(501, true),
    /// A field whose value is not allowed.
    SYNTAX_ERROR(502, true),
    /// A method that does not exist, or may not be sent there.
    COMMAND_INVALID(503, true),
    CHANNEL_ERROR(504, true),
    UNEXPECTED_FRAME(505, true),
    RESOURCE_ERROR(506, true),
    NOT_ALLOWED(530, true),
    NOT_IMPLEMENTED(540, true),
    INTERNAL_ERROR(541, true);

    private final int code;
    private final boolean endsConnection;

    ReplyCode(int code, boolean endsConnection) {
        this.code = code;
        this.endsConnection = endsConnection;
    }

    /// The number on the wire, 200 to 541.
    public int code() {
        return code;
    }

    /// Whether the standard wants the whole connection closed, not only the channel ("hard error").
    public boolean endsConnection() {
        return endsConnection;
    }
}
