package io.hongyan.broker.auth;

/// What one instance grants its connections, within what the broker grants.
///
/// @param maxPacketBytes largest packet that a 5.0 client may send, in bytes, 1,024 or more; told in CONNACK (Maximum
///         Packet Size). An earlier client cannot be told and has the broker's own limit
/// @param maxKeepAliveSeconds longest keep alive of a 5.0 client, 0 to 65,535; 0 = the broker's own limit. Told in
///         CONNACK (Server Keep Alive) [MQTT-3.1.2-21]
/// @param minExpirySeconds shortest session expiry of a 5.0 client that asks for one: less is raised, and told in
///         CONNACK. 0 = none
/// @param maxExpirySeconds longest session expiry, in place of the broker's own limit; 0 = the broker's
public record ConnectLimits(int maxPacketBytes, int maxKeepAliveSeconds, long minExpirySeconds, long maxExpirySeconds) {
    private static final int SMALLEST_PACKET = 1024;
    private static final long FOR_EVER = 0xffff_ffffL;

    /// The broker's own limits alone.
    public static final ConnectLimits NONE = new ConnectLimits(Integer.MAX_VALUE, 0, 0, 0);

    public ConnectLimits {
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
