package io.hongyan.broker.subscription;

import io.hongyan.broker.message.Message;
import org.jspecify.annotations.Nullable;

/// Who may be subscribed: a session of the broker. It is told apart by identity.
public interface Receiver {
    /// The shard that owns it, from 0; never changes.
    int shard();

    /// Its virtual shard, 0 to 4095; never changes. Any thread may ask.
    int vshard();

    /// Whether a client is connected to it. Any thread may ask; the answer may be stale when it arrives.
    boolean connected();

    /// Whether a message of QoS 1 or 2 for it is acknowledged only when it is durable. Never changes; any thread may
    /// ask.
    boolean needsDisk();

    /// Whether it is over, and takes no message any more. Asked on its shard only.
    boolean ended();

    /// Takes a message that was routed to it. Called on its shard only.
    ///
    /// @param target its subscriptions that led here
    /// @param group the shared subscription that it was chosen from; null for ordinary ones
    /// @param fanout frames shared with the other receivers of this message
    void deliver(Message message, Target target, @Nullable SharedGroup group, FrameCache fanout);

    /// Delivering to it threw: its connection must end, and nothing else. Called on its shard only.
    void failed(Throwable error);
}
