package io.hongyan.broker.store;

import io.hongyan.codec.packet.Will;
import org.jspecify.annotations.Nullable;

/// A persistent session without its lists.
///
/// @param key whose it is
/// @param user the name that the client proved to have
/// @param expirySeconds life after the connection, 0 to 4294967295 (for ever)
/// @param expiresAt wall milliseconds at which it ends; [Long#MAX_VALUE] while connected or for ever
/// @param will pending will, if any
/// @param willAt wall milliseconds at which the will is due
public record StoredSession(
        SessionKey key,
        String user,
        long expirySeconds,
        long expiresAt,
        @Nullable Will will,
        long willAt) {}
