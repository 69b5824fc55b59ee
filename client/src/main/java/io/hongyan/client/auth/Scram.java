package io.hongyan.client.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/// SCRAM-SHA-256 (RFC 5802, RFC 7677): neither side shows the password, and the server must prove that it knows it too.
public final class Scram implements EnhancedAuth {
    private static final String HMAC = "HmacSHA256";
    private static final String HEADER = "n,,";
    private static final int FEWEST_ROUNDS = 4096;
    private static final int MOST_ROUNDS = 10_000_000;

    private final String password;
    private final String nonce;
    private final String bare;
    private byte @Nullable [] serverSignature;

    private Scram(String username, String password, String nonce) {
        this.password = password;
        this.nonce = nonce;
        this.bare = "n=" + username.replace("=", "=3D").replace(",", "=2C") + ",r=" + nonce;
    }

    /// Credentials that run SCRAM-SHA-256 at each connect; MQTT 5.0 only.
    public static Credentials credentials(String username, String password) {
        SecureRandom random = new SecureRandom();
        return clientId -> {
            byte[] nonce = new byte[18];
            random.nextBytes(nonce);
            return new Login(
                    null, null, exchange(username, password, HexFormat.of().formatHex(nonce)));
        };
    }

    /// One run with that nonce.
    static EnhancedAuth exchange(String username, String password, String nonce) {
        return new Scram(username, password, nonce);
    }

    @Override
    public String method() {
        return "SCRAM-SHA-256";
    }

    @Override
    public byte[] first() {
        return (HEADER + bare).getBytes(UTF_8);
    }

    @Override
    public byte[] answer(byte @Nullable [] data) {
        String challenge = data == null ? "" : new String(data, UTF_8);
        Map<String, String> parts = parts(challenge);
        String both = parts.getOrDefault("r", "");
        if (!both.startsWith(nonce) || both.length() == nonce.length()) {
            throw new SecurityException("the server's SCRAM challenge does not continue the client's nonce");
        }
        byte[] salted = salted(parts.getOrDefault("s", ""), rounds(parts.getOrDefault("i", "")));
        String withoutProof = "c=" + Base64.getEncoder().encodeToString(HEADER.getBytes(UTF_8)) + ",r=" + both;
        byte[] signed = (bare + "," + challenge + "," + withoutProof).getBytes(UTF_8);
        byte[] clientKey = Hmac.of(HMAC, salted, "Client Key".getBytes(UTF_8));
        byte[] proof = Hmac.of(HMAC, sha256(clientKey), signed);
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= clientKey[i];
        }
        serverSignature = Hmac.of(HMAC, Hmac.of(HMAC, salted, "Server Key".getBytes(UTF_8)), signed);
        return (withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof)).getBytes(UTF_8);
    }

    @Override
    public void accepted(byte @Nullable [] data) {
        String signature = data == null ? "" : parts(new String(data, UTF_8)).getOrDefault("v", "");
        byte[] expected = serverSignature;
        if (expected == null || !MessageDigest.isEqual(expected, decoded(signature))) {
            throw new SecurityException("the server did not prove that it knows the password");
        }
    }

    private byte[] salted(String salt, int rounds) {
        byte[] bytes = decoded(salt);
        if (bytes.length == 0) {
            throw new SecurityException("the server's SCRAM challenge has no salt");
        }
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), bytes, rounds, 256);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has PBKDF2WithHmacSHA256", e);
        } finally {
            spec.clearPassword();
        }
    }

    private static int rounds(String text) {
        int rounds;
        try {
            rounds = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new SecurityException("the server's SCRAM challenge has no round count", e);
        }
        if (rounds < FEWEST_ROUNDS || rounds > MOST_ROUNDS) {
            throw new SecurityException(
                    "SCRAM takes " + FEWEST_ROUNDS + " to " + MOST_ROUNDS + " rounds, not " + rounds);
        }
        return rounds;
    }

    private static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new SecurityException("the server's SCRAM message is no base64", e);
        }
    }

    private static Map<String, String> parts(String text) {
        Map<String, String> parts = new TreeMap<>();
        Arrays.stream(text.split(",", -1))
                .filter(part -> part.length() > 1 && part.charAt(1) == '=')
                .forEach(part -> parts.putIfAbsent(part.substring(0, 1), part.substring(2)));
        return parts;
    }
}
