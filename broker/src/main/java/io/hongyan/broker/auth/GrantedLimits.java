package io.hongyan.broker.auth;

/// The limits that a login grants to one connection: those of its instance, within those of the broker.
///
/// @param maxPacketBytes largest packet that a 5.0 client may send, in bytes, 1,024 or more; announced in CONNACK
///         (Maximum Packet Size). An earlier version has no such property and has the limit of the broker
/// @param maxKeepAliveSeconds longest keep alive of a 5.0 client, 0 to 65,535; 0 = the limit of the broker. Announced
///         in CONNACK (Server Keep Alive) [MQTT-3.1.2-21]
/// @param minExpirySeconds shortest session expiry of a 5.0 client that asks for one: a shorter one is raised, and
///         announced in CONNACK. 0 = no minimum
/// @param maxExpirySeconds longest session expiry, in place of that of the broker; 0 = that of the broker
public record GrantedLimits(int maxPacketBytes, int maxKeepAliveSeconds, long minExpirySeconds, long maxExpirySeconds) {
    private static final int SMALLEST_PACKET = 1024;
    private static final long FOR_EVER = 0xffff_ffffL;

    /// The limits of the broker alone.
    public static final GrantedLimits NONE = new GrantedLimits(Integer.MAX_VALUE, 0, 0, 0);

    public GrantedLimits {
        if (maxPacketBytes < SMALLEST_PACKET) {
            throw new IllegalArgumentException(
                    "maxPacketBytes is " + SMALLEST_PACKET + " or more, not " + maxPacketBytes);
        }
        range("maxKeepAliveSeconds", maxKeepAliveSeconds, 0xffff);
        range("minExpirySeconds", minExpirySeconds, FOR_EVER);
        range("maxExpirySeconds", maxExpirySeconds, FOR_EVER);
    }

    private static void range(String name, long value, long high) {
        if (value < 0 || value > high) {
            throw new IllegalArgumentException(name + " is 0 to " + high + ", not " + value);
        }
    }
}
