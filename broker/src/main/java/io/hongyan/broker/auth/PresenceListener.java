package io.hongyan.broker.auth;

/// Called when a client connects or disconnects, on the shard of the client.
public interface PresenceListener {
    PresenceListener NONE = new PresenceListener() {
        @Override
        public void connected(Client client) {}

        @Override
        public void disconnected(Client client) {}
    };

    void connected(Client client);

    /// The connection has ended; no other hook is called for this client any more.
    void disconnected(Client client);
}
