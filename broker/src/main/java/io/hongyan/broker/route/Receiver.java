package io.hongyan.broker.route;

/// Who may be subscribed: a session of the broker. It is told apart by identity.
public interface Receiver {
    /// The shard that owns it, from 0; never changes.
    int shard();

    /// Whether a client is connected to it. Any thread may ask; the answer may be stale when it arrives.
    boolean connected();
}
