package io.hongyan.broker.inbox;

import io.hongyan.broker.store.InboxEntry;

/// Takes messages of shared subscriptions from an inbox that ends, for other members.
public interface SharedReturns {
    void giveBack(InboxEntry entry);

    /// Whether there can be other members. If not, messages of shared subscriptions are dropped like all others, and
    /// need not be read for that.
    default boolean wanted() {
        return true;
    }
}
