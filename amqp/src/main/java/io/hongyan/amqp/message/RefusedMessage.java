package io.hongyan.amqp.message;

import io.hongyan.amqp.codec.ReplyCode;

/// A message cannot be taken. Expected, so without a stack trace.
final class RefusedMessage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ReplyCode code;

    RefusedMessage(ReplyCode code, String why) {
        super(why, null, false, false);
        this.code = code;
    }

    ReplyCode code() {
        return code;
    }
}
