package io.hongyan.broker.store;

import java.nio.charset.StandardCharsets;

/// Names one session.
///
/// @param instance the tenant
/// @param clientId unique in the tenant
public record SessionKey(String instance, String clientId) {
    /// Virtual shards, of which each client belongs to one for ever.
    public static final int VSHARDS = 4096;

    /// The virtual shard of a client, 0 to 4095: FNV-1a (32 bit) over the UTF-8 bytes of the client id, its upper half
    /// folded onto the lower, modulo 4096. Fixed for ever: store keys begin with it. The tenant has no part in it,
    /// because the shard must be known before the tenant is: two tenants' clients of one name share a virtual shard,
    /// and no more.
    public static int vshard(String clientId) {
        int hash = 0x811c9dc5;
        for (byte b : clientId.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x01000193;
        }
        return (hash ^ (hash >>> 16)) & (VSHARDS - 1);
    }

    public int vshard() {
        return vshard(clientId);
    }
}
