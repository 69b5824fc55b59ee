package io.hongyan.transport.endpoint;

import io.netty.handler.ssl.OpenSslSessionTicketKey;
import java.security.MessageDigest;
import java.util.Arrays;

/// Encrypts the session tickets with which clients resume TLS sessions (RFC 5077, RFC 8446). Whoever knows it can read
/// what was sent in sessions of TLS 1.2 that were resumed, so it is kept secret and replaced often.
public final class TicketKey {
    /// A name, a key for HMAC and one for AES, 16 bytes each.
    public static final int BYTES = 3 * 16;

    private final byte[] bytes;

    /// @param bytes 48 of them, random
    public TicketKey(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a key for tickets has " + BYTES + " bytes, not " + bytes.length);
        }
        this.bytes = bytes.clone();
    }

    OpenSslSessionTicketKey key() {
        return new OpenSslSessionTicketKey(
                Arrays.copyOfRange(bytes, 0, 16), Arrays.copyOfRange(bytes, 16, 32), Arrays.copyOfRange(bytes, 32, 48));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TicketKey key && MessageDigest.isEqual(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// Never the key.
    @Override
    public String toString() {
        return "key of session tickets";
    }
}
