package io.hongyan.broker.store;

import java.nio.charset.StandardCharsets;

/// Virtual shards: whatever holds state belongs to one of them for ever, a session by its client id, a retained message
/// by its topic. Store keys begin with the number, so that the number of shards may change between two starts.
public final class VShard {
    /// How many there are.
    public static final int COUNT = 4096;

    private VShard() {}

    /// The virtual shard of a client, 0 to 4095: FNV-1a (32 bit) over the UTF-8 bytes of the client id, the upper half
    /// folded onto the lower, modulo 4096. Fixed for ever. The instance has no part in it, because the shard must be
    /// known before the instance is: clients of two instances with the same client id share a virtual shard, and no
    /// more.
    public static int ofClient(String clientId) {
        return of(clientId.getBytes(StandardCharsets.UTF_8));
    }

    /// The virtual shard of a name, by the same function over its UTF-8 bytes.
    public static int of(byte[] name) {
        int hash = 0x811c9dc5;
        for (byte b : name) {
            hash = (hash ^ (b & 0xff)) * 0x01000193;
        }
        return (hash ^ (hash >>> 16)) & (COUNT - 1);
    }
}
