package io.hongyan.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// The keys that SCRAM-SHA-256 derives from a password (RFC 5802, chapter 3).
@SuppressWarnings("ArrayRecordComponent") // never compared
record ScramKeys(byte[] clientKey, byte[] serverKey) {
    private static final int KEY_BITS = 256;

    /// The password is normalized by NFKC, which is the same as SASLprep for what people type.
    static ScramKeys of(String password, byte[] salt, int iterations) {
        byte[] salted = salted(Normalizer.normalize(password, Normalizer.Form.NFKC), salt, iterations);
        return new ScramKeys(
                signature(salted, "Client Key".getBytes(UTF_8)), signature(salted, "Server Key".getBytes(UTF_8)));
    }

    byte[] storedKey() {
        return sha256(clientKey);
    }

    private static byte[] salted(String password, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, KEY_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has PBKDF2WithHmacSHA256", e);
        } finally {
            spec.clearPassword();
        }
    }

    static byte[] signature(byte[] key, byte[] data) {
        return Hmac.sha256(Hmac.sha256Key(key), data);
    }

    static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// Both have the same length.
    static byte[] xor(byte[] one, byte[] other) {
        byte[] result = one.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] ^= other[i];
        }
        return result;
    }
}
