package io.hongyan.amqp.message;

import io.hongyan.amqp.codec.ReplyCode;
import io.hongyan.codec.ReasonCode;

/// A message cannot be taken. Expected, so without a stack trace.
final class RefusedMessage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ReplyCode code;
    private final ReasonCode reason;

    /// @param reason the one that MQTT has for the same, to count
    RefusedMessage(ReplyCode code, ReasonCode reason, String why) {
        super(why, null, false, false);
        this.code = code;
        this.reason = reason;
    }

    ReasonCode reason() {
        return reason;
    }

    ReplyCode code() {
        return code;
    }
}
