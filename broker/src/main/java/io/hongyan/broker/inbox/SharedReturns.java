package io.hongyan.broker.inbox;

import io.hongyan.broker.store.InboxEntry;

/// Takes messages of shared subscriptions from an inbox that ends, for other members.
public interface SharedReturns {
    void giveBack(InboxEntry entry);
}
