package io.hongyan.amqp.codec.method;

import io.hongyan.amqp.codec.MethodId;

/// A method of AMQP that a client may send and this server does not serve, such as `queue.declare`. Its fields are not
/// read. The answer is [io.hongyan.amqp.codec.ReplyCode#NOT_IMPLEMENTED] with its name.
public record Unserved(MethodId id) implements ClientMethod {
    public int classId() {
        return id.classId();
    }

    public int methodId() {
        return id.methodId();
    }

    /// Its name in AMQP.
    public String name() {
        return id.text();
    }
}
