package io.hongyan.codec.packet;

import io.hongyan.codec.Version;
import io.hongyan.codec.property.Properties;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The first packet of a client (chapter 3.1). Passwords are compared by content.
///
/// @param version protocol name and level
/// @param cleanStart Clean Start of 5.0, Clean Session before
/// @param keepAlive seconds, 0 (off) to 65535
/// @param clientId may be empty
/// @param password owned by this packet: do not modify it
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

    /// The same packet with another client id.
    public Connect withClientId(String id) {
        return new Connect(version, cleanStart, keepAlive, id, will, username, password, properties);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Connect that
                && version == that.version
                && cleanStart == that.cleanStart
                && keepAlive == that.keepAlive
                && clientId.equals(that.clientId)
                && Objects.equals(will, that.will)
                && Objects.equals(username, that.username)
                && Arrays.equals(password, that.password)
                && properties.equals(that.properties);
    }

    @Override
    public int hashCode() {
        return Objects.hash(version, clientId, username, Arrays.hashCode(password));
    }
}
