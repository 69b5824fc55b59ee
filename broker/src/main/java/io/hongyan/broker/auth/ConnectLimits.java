package io.hongyan.broker.auth;

/// What one tenant grants its connections, within what the broker grants.
///
/// @param maxPacketBytes largest packet that a 5.0 client may send, in bytes; told in CONNACK (Maximum Packet Size). An
///         earlier client cannot be told and has the broker's own limit
public record ConnectLimits(int maxPacketBytes) {
    private static final int SMALLEST_PACKET = 1024;

    /// The broker's own limits alone.
    public static final ConnectLimits NONE = new ConnectLimits(Integer.MAX_VALUE);

    public ConnectLimits {
        if (maxPacketBytes < SMALLEST_PACKET) {
            throw new IllegalArgumentException(
                    "maxPacketBytes is " + SMALLEST_PACKET + " or more, not " + maxPacketBytes);
        }
    }
}
