package io.hongyan.broker.store;

/// Names one session.
///
/// @param instance the tenant
/// @param clientId unique in the instance
public record SessionKey(String instance, String clientId) {
    /// The virtual shard that the session belongs to.
    public int vshard() {
        return VShard.ofClient(clientId);
    }
}
