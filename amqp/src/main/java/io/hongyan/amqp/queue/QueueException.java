package io.hongyan.amqp.queue;

/// A subscription was refused, and had no effect. The message says why, in plain words. Expected, so there is no stack
/// trace.
public final class QueueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public QueueException(String why) {
        super(why, null, false, false);
    }
}
