package io.hongyan.auth;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// The hash of a password as `mosquitto_passwd` writes it, `$7$iterations$salt$hash`: PBKDF2 with HMAC-SHA-512, salt
/// and hash in Base64.
public final class MosquittoHash {
    /// The most iterations that are accepted; they take about a second.
    public static final int MOST_ITERATIONS = 1_000_000;

    private static final Pattern TEXT =
            Pattern.compile("\\$7\\$(\\d{1,7})\\$([A-Za-z0-9+/]{1,128}={0,2})\\$([A-Za-z0-9+/]{86}==)");
    private static final int HASH_BITS = 512;

    private final int iterations;
    private final byte[] salt;
    private final byte[] hash;

    private MosquittoHash(int iterations, byte[] salt, byte[] hash) {
        this.iterations = iterations;
        this.salt = salt;
        this.hash = hash;
    }

    /// Whether a text claims to be such a hash.
    public static boolean is(String text) {
        return text.startsWith("$7$");
    }

    /// @throws IllegalArgumentException when it is of another form; the message shows nothing of it
    public static MosquittoHash parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "a hash of mosquitto_passwd has the form $7$iterations$salt$hash; this one has not");
        }
        int iterations = Integer.parseInt(parts.group(1));
        if (iterations < 1 || iterations > MOST_ITERATIONS) {
            throw new IllegalArgumentException(
                    "the iterations of a hash are 1 to " + MOST_ITERATIONS + ", not " + iterations);
        }
        Base64.Decoder base64 = Base64.getDecoder();
        return new MosquittoHash(iterations, base64.decode(parts.group(2)), base64.decode(parts.group(3)));
    }

    /// Whether it is the hash of a password. Takes time, by the iterations.
    public boolean matches(byte[] password) {
        CharBuffer text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(password));
        } catch (CharacterCodingException e) {
            return false; // a password of mosquitto_passwd is text
        }
        char[] characters = new char[text.length()];
        text.get(characters);
        try {
            PBEKeySpec key = new PBEKeySpec(characters, salt, iterations, HASH_BITS);
            byte[] own = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(key)
                    .getEncoded();
            return MessageDigest.isEqual(own, hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has PBKDF2 with SHA-512", e);
        }
    }

    /// Shows nothing of it.
    @Override
    public String toString() {
        return "MosquittoHash[***]";
    }
}
