package io.hongyan.cloud.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// HMAC-SHA1 and HMAC-SHA256.
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

    public static byte[] sha1(SecretKeySpec key, byte[] data) {
        return compute(SHA1, key, data);
    }

    public static byte[] sha256(SecretKeySpec key, byte[] data) {
        return compute(SHA256, key, data);
    }

    /// The password of signature mode: Base64 of HMAC-SHA1 over the text.
    public static String signature(SecretKeySpec key, String text) {
        return Base64.getEncoder().encodeToString(sha1(key, text.getBytes(UTF_8)));
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
