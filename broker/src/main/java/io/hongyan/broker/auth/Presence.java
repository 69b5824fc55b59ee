package io.hongyan.broker.auth;

/// Is told who comes and goes. Called on the client's shard.
public interface Presence {
    Presence NONE = new Presence() {
        @Override
        public void connected(Client client) {}

        @Override
        public void disconnected(Client client) {}
    };

    void connected(Client client);

    /// The connection of that client ended; no hook is asked about it any more.
    void disconnected(Client client);
}
