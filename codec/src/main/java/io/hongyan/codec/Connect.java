package io.hongyan.codec;

import org.jspecify.annotations.Nullable;

/// The first packet of a client (chapter 3.1).
///
/// @param version by protocol name and level
/// @param cleanStart clean session before 5.0
/// @param keepAlive seconds, 0 (off) to 65535
/// @param clientId possibly empty
/// @param password owned by this value: nobody may change it
/// @param properties none before 5.0
public record Connect(
        Version version,
        boolean cleanStart,
        int keepAlive,
        String clientId,
        @Nullable Will will,
        @Nullable String username,
        byte @Nullable [] password,
        Properties properties)
        implements Packet {
    public Connect {
        if (keepAlive < 0 || keepAlive > 0xffff) {
            throw new IllegalArgumentException("keep alive is 0 to 65535 seconds, not " + keepAlive);
        }
    }
}
