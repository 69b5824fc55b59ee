package io.hongyan.auth;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.random.RandomGenerator;

/// What a server stores of a password for SCRAM-SHA-256 (RFC 5802, chapter 3; RFC 7677). Texts are Base64.
///
/// @param iterations 4,096 to 1,000,000
public record ScramSecret(String salt, int iterations, String storedKey, String serverKey) {
    /// The name of the mechanism, which is the authentication method of MQTT 5.0.
    public static final String METHOD = "SCRAM-SHA-256";

    /// The minimum of RFC 7677.
    public static final int ITERATIONS = 4096;

    private static final int SALT_BYTES = 16;

    public ScramSecret {
        if (iterations < ITERATIONS || iterations > 1_000_000) {
            throw new IllegalArgumentException("SCRAM iterations are 4096 to 1000000, not " + iterations);
        }
    }

    /// The secret to store for a password. Takes some milliseconds.
    ///
    /// @param password not empty
    /// @param random must be unpredictable
    public static ScramSecret of(String password, RandomGenerator random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return of(password, salt, ITERATIONS);
    }

    /// The secret to store for a password. Takes some milliseconds for each 4,096 iterations.
    ///
    /// @param password not empty
    public static ScramSecret of(String password, byte[] salt, int iterations) {
        ScramKeys keys = ScramKeys.of(password, salt, iterations);
        Base64.Encoder base64 = Base64.getEncoder();
        return new ScramSecret(
                base64.encodeToString(salt),
                iterations,
                base64.encodeToString(keys.storedKey()),
                base64.encodeToString(keys.serverKey()));
    }

    /// Whether a proof was made with the password.
    boolean proves(byte[] authMessage, byte[] proof) {
        byte[] stored = Base64.getDecoder().decode(storedKey);
        byte[] signature = ScramKeys.signature(stored, authMessage);
        return proof.length == signature.length
                && MessageDigest.isEqual(ScramKeys.sha256(ScramKeys.xor(signature, proof)), stored);
    }

    /// The server's proof that it knows the password.
    byte[] serverSignature(byte[] authMessage) {
        return ScramKeys.signature(Base64.getDecoder().decode(serverKey), authMessage);
    }

    /// Shows nothing of it.
    @Override
    public String toString() {
        return "ScramSecret[***]";
    }
}
