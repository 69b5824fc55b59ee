package io.hongyan.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.spec.SecretKeySpec;

/// The password of signature mode: Base64 of HMAC-SHA1 over the client id, with the secret of an AccessKey. The secret
/// itself is never sent.
public final class Signature {
    private Signature() {}

    /// Signs a client id.
    ///
    /// @param secret not empty
    /// @param clientId not empty
    /// @throws IllegalArgumentException when one of them is empty
    public static String of(String secret, String clientId) {
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("the SecretKey is empty");
        }
        if (clientId.isEmpty()) {
            throw new IllegalArgumentException("the client id is empty, and it is what is signed");
        }
        return new String(bytes(Hmac.sha1Key(secret), clientId), UTF_8);
    }

    /// Whether a password is the signature of a client id. Takes the same time for each wrong one.
    ///
    /// @param key of [Hmac#sha1Key]
    /// @param password as received
    public static boolean matches(SecretKeySpec key, String clientId, byte[] password) {
        return MessageDigest.isEqual(bytes(key, clientId), password);
    }

    private static byte[] bytes(SecretKeySpec key, String clientId) {
        return Base64.getEncoder().encode(Hmac.sha1(key, clientId.getBytes(UTF_8)));
    }
}
