package io.hongyan.cloud.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.cloud.metadata.ScramSecret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.spec.SecretKeySpec;

/// The computations of SCRAM-SHA-256 (RFC 5802, chapter 3; RFC 7677).
public final class Scram {
    /// The minimum of RFC 7677.
    public static final int ITERATIONS = 4096;

    private static final int SALT_BYTES = 16;

    private Scram() {}

    /// The secret to store for a password.
    ///
    /// @param random must be unpredictable
    public static ScramSecret secret(String password, RandomGenerator random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return secret(password, salt, ITERATIONS);
    }

    /// The secret to store for a password, which is normalized by NFKC: the same as SASLprep for what people type.
    /// Takes some milliseconds.
    public static ScramSecret secret(String password, byte[] salt, int iterations) {
        byte[] text = Normalizer.normalize(password, Normalizer.Form.NFKC).getBytes(UTF_8);
        byte[] salted = salted(text, salt, iterations);
        SecretKeySpec key = Hmac.sha256Key(salted);
        byte[] stored = sha256(Hmac.sha256(key, "Client Key".getBytes(UTF_8)));
        byte[] server = Hmac.sha256(key, "Server Key".getBytes(UTF_8));
        Base64.Encoder base64 = Base64.getEncoder();
        return new ScramSecret(
                base64.encodeToString(salt), iterations, base64.encodeToString(stored), base64.encodeToString(server));
    }

    /// Whether a proof was made with the password.
    ///
    /// @param proof the client's, 32 bytes
    public static boolean proves(ScramSecret secret, String authMessage, byte[] proof) {
        byte[] stored = Base64.getDecoder().decode(secret.storedKey());
        byte[] signature = Hmac.sha256(Hmac.sha256Key(stored), authMessage.getBytes(UTF_8));
        if (proof.length != signature.length) {
            return false;
        }
        for (int i = 0; i < signature.length; i++) {
            signature[i] ^= proof[i];
        }
        return MessageDigest.isEqual(sha256(signature), stored);
    }

    /// The proof of the server that it knows the password, in Base64.
    public static String serverSignature(ScramSecret secret, String authMessage) {
        SecretKeySpec key = Hmac.sha256Key(Base64.getDecoder().decode(secret.serverKey()));
        return Base64.getEncoder().encodeToString(Hmac.sha256(key, authMessage.getBytes(UTF_8)));
    }

    private static byte[] salted(byte[] password, byte[] salt, int iterations) {
        SecretKeySpec key = Hmac.sha256Key(password);
        byte[] block = Arrays.copyOf(salt, salt.length + 4);
        block[salt.length + 3] = 1;
        byte[] last = Hmac.sha256(key, block);
        byte[] result = last.clone();
        for (int i = 1; i < iterations; i++) {
            last = Hmac.sha256(key, last);
            for (int j = 0; j < result.length; j++) {
                result[j] ^= last[j];
            }
        }
        return result;
    }

    private static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
