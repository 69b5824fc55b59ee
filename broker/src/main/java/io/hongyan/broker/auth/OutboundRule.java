package io.hongyan.broker.auth;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxLabel;
import org.jspecify.annotations.Nullable;

/// A rule that sends messages on to another system. Any thread.
public interface OutboundRule {
    /// As logs and reasons call it, like `rule out` or `queue TopicA`.
    String name();

    /// Where messages of QoS 1 and 2 are kept until the other system has them; null when their acknowledgement waits
    /// for the other system itself.
    @Nullable
    Outbox outbox();

    /// Whether messages of QoS 0 go to its [outbox][#outbox] as well. Nobody waits for that, and what finds no room is
    /// dropped. If not, they wait in memory.
    default boolean storesQos0() {
        return false;
    }

    /// What there is room for, as in [Outbox#room]; of the outbox, or of what waits in memory when there is none.
    double room();

    /// Takes a message that waits in memory only.
    ///
    /// @param sent runs when the other system has the message, on any thread; never when it is dropped. Null when
    ///        nobody waits for that
    /// @return false when so many wait that this one is dropped or must be refused
    boolean offer(Message message, OutboxLabel label, @Nullable Runnable sent);
}
