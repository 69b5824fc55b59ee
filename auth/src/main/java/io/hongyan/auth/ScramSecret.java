package io.hongyan.auth;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a server stores of a password for SCRAM-SHA-256 (RFC 5802, chapter 3; RFC 7677). Texts are Base64.
///
/// @param iterations 4,096 to 1,000,000
public record ScramSecret(String salt, int iterations, String storedKey, String serverKey) {
    /// The name of the mechanism, which is the authentication method of MQTT 5.0.
    public static final String METHOD = "SCRAM-SHA-256";

    /// The minimum of RFC 7677.
    public static final int ITERATIONS = 4096;

    private static final int SALT_BYTES = 16;
    private static final int KEY_BYTES = 32;
    private static final Pattern TEXT = Pattern.compile("SCRAM-SHA-256\\$(\\d{1,7}):([^$:]+)\\$([^$:]+):([^$:]+)");

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

    /// Reads the text form `SCRAM-SHA-256$iterations:salt$storedKey:serverKey`, which PostgreSQL uses, too.
    ///
    /// @throws IllegalArgumentException when it is of another form; the message shows nothing of it
    public static ScramSecret parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "a SCRAM secret has the form SCRAM-SHA-256$iterations:salt$storedKey:serverKey; this one has not");
        }
        for (int part = 2; part <= 4; part++) {
            int bytes = bytes(parts.group(part));
            if (part == 2 ? bytes < 1 : bytes != KEY_BYTES) {
                throw new IllegalArgumentException("a part of a SCRAM secret is no Base64, or has another length");
            }
        }
        return new ScramSecret(parts.group(2), Integer.parseInt(parts.group(1)), parts.group(3), parts.group(4));
    }

    /// The number of bytes that a text in Base64 stands for; -1 when it is none.
    private static int bytes(String base64) {
        try {
            return Base64.getDecoder().decode(base64).length;
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }

    /// The text form, for a file: it is as secret as a hash of the password.
    public String text() {
        return METHOD + "$" + iterations + ":" + salt + "$" + storedKey + ":" + serverKey;
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
