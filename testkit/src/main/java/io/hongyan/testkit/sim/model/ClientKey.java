package io.hongyan.testkit.sim.model;

/// Names a client.
///
/// @param instance the tenant
/// @param clientId unique in the tenant
public record ClientKey(String instance, String clientId) implements Comparable<ClientKey> {
    @Override
    public int compareTo(ClientKey other) {
        int byInstance = instance.compareTo(other.instance);
        return byInstance != 0 ? byInstance : clientId.compareTo(other.clientId);
    }

    @Override
    public String toString() {
        return instance + "/" + clientId;
    }
}
