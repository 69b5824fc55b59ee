package io.hongyan.amqp.codec;

import org.jspecify.annotations.Nullable;

/// The peer broke the protocol, or asks for what it may not have. Holds all that `connection.close` or `channel.close`
/// needs. Bad input is expected, so there is no stack trace.
///
/// A frame whose type or end is wrong the standard wants to see answered with nothing but the end of the connection
/// (4.2.3); other servers say [ReplyCode#FRAME_ERROR] first, which helps people.
public final class AmqpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ReplyCode code;
    private final String clause;
    private final String what;
    private final int classId;
    private final int methodId;

    /// A fault that is not one of a method.
    ///
    /// @param code says, too, whether the channel or the connection is to be closed
    /// @param clause the chapter of AMQP 0-9-1, such as `4.2.3`, or the method's name, such as `basic.publish`;
    ///     empty when the peer is not at fault
    /// @param message what was wrong, naming the value
    public AmqpException(ReplyCode code, String clause, String message) {
        this(code, clause, message, 0, 0);
    }

    /// @param method the one that is at fault; null when there is none
    public AmqpException(ReplyCode code, String clause, String message, @Nullable MethodId method) {
        this(code, clause, message, method == null ? 0 : method.classId(), method == null ? 0 : method.methodId());
    }

    /// @param classId the class of the method that is at fault, 0 when there is none
    /// @param methodId its method, 0 when there is none: as for a content header
    public AmqpException(ReplyCode code, String clause, String message, int classId, int methodId) {
        super(message, null, false, false);
        this.code = code;
        this.clause = clause;
        this.what = message;
        this.classId = classId;
        this.methodId = methodId;
    }

    /// What was wrong, naming the value.
    @Override
    public String getMessage() {
        return what;
    }

    public ReplyCode code() {
        return code;
    }

    public String clause() {
        return clause;
    }

    /// The class of the method that is at fault, or 0.
    public int classId() {
        return classId;
    }

    /// The method that is at fault, or 0.
    public int methodId() {
        return methodId;
    }

    /// The message and where the standard says so, for logs. What is no fault of the peer has no clause.
    public String text() {
        return clause.isEmpty() ? what : what + " [AMQP 0-9-1, " + clause + "]";
    }
}
