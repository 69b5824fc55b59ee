package io.hongyan.broker.inbox;

import io.hongyan.broker.event.DropReason;
import io.hongyan.broker.message.Message;

/// Who takes messages from an inbox. Called on the shard of the inbox.
public interface InboxOwner {
    /// Messages can be taken again: some were read from the store, or became durable.
    void available();

    /// A message was dropped.
    void dropped(Message message, DropReason reason);

    /// Messages were dropped that are not in memory.
    ///
    /// @param count 1 or more
    void dropped(int count, DropReason reason);

    /// A message was dropped, and the policy for full queues asks to disconnect the receiver.
    ///
    /// @param size messages in the inbox
    void overflowed(int size);
}
