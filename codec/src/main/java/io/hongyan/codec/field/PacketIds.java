package io.hongyan.codec.field;

/// Checks packet identifiers that this side sends.
public final class PacketIds {
    private PacketIds() {}

    /// Refuses an identifier outside 1 to 65535 [MQTT-2.2.1-3].
    public static void check(int packetId) {
        if (packetId < 1 || packetId > 0xffff) {
            throw new IllegalArgumentException("packet identifier is 1 to 65535, not " + packetId);
        }
    }
}
