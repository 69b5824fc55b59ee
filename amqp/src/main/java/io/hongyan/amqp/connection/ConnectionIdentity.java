package io.hongyan.amqp.connection;

import io.hongyan.cloud.business.BusinessAccount;
import io.hongyan.transport.AddressText;
import io.hongyan.transport.Peer;

/// Who an open connection is.
///
/// @param id names it among all of the process: 1 or more, a younger one has a larger one
/// @param since when its login was complete, in milliseconds since 1970
record ConnectionIdentity(long id, BusinessAccount account, Peer peer, long since) {
    boolean isOf(String instance) {
        return account.instance().equals(instance);
    }

    String address() {
        return AddressText.of(peer.address());
    }

    /// For logs.
    @Override
    public String toString() {
        return account.name() + " of instance " + account.instance() + " from " + address();
    }
}
