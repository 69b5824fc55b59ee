package io.hongyan.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// HMAC-SHA1 and HMAC-SHA256 (RFC 2104).
public final class Hmac {
    private static final String SHA1 = "HmacSHA1";
    private static final String SHA256 = "HmacSHA256";

    private Hmac() {}

    /// A key for [#sha1].
    ///
    /// @param secret not empty
    public static SecretKeySpec sha1Key(String secret) {
        return new SecretKeySpec(secret.getBytes(UTF_8), SHA1);
    }

    /// A key for [#sha256].
    ///
    /// @param secret not empty
    public static SecretKeySpec sha256Key(byte[] secret) {
        return new SecretKeySpec(secret, SHA256);
    }

    /// The 20 bytes of HMAC-SHA1.
    public static byte[] sha1(SecretKeySpec key, byte[] data) {
        return compute(SHA1, key, data);
    }

    /// The 32 bytes of HMAC-SHA256.
    public static byte[] sha256(SecretKeySpec key, byte[] data) {
        return compute(SHA256, key, data);
    }

    private static byte[] compute(String algorithm, SecretKeySpec key, byte[] data) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(key);
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
