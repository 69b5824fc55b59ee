package io.hongyan.broker.inbox;

import io.hongyan.broker.store.InboxEntry;

/// Takes messages of shared subscriptions from an inbox that ends, for other members.
public interface SharedReturns {
    void giveBack(InboxEntry entry);

    /// Takes an entry of whatever subscription.
    ///
    /// @return how many messages nobody wanted: 0 or 1
    default int take(InboxEntry entry) {
        if (entry.options().shared()) {
            giveBack(entry);
            return 0;
        }
        return 1;
    }

    /// Whether there can be other members. If not, messages of shared subscriptions are dropped like all others, and
    /// need not be read for that.
    default boolean wanted() {
        return true;
    }
}
