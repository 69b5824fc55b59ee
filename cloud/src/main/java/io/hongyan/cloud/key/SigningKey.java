package io.hongyan.cloud.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.cloud.metadata.AccessKey;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.spec.SecretKeySpec;

/// An AccessKey ready to check signatures.
///
/// @param hmac the HMAC key of its secret
public record SigningKey(AccessKey key, SecretKeySpec hmac) {
    SigningKey(AccessKey key) {
        this(key, Hmac.sha1Key(key.secret()));
    }

    /// Whether a password is the signature of a text. Takes constant time.
    ///
    /// @param password Base64, as received
    public boolean signed(String text, byte[] password) {
        byte[] right = Base64.getEncoder().encode(Hmac.sha1(hmac, text.getBytes(UTF_8)));
        return MessageDigest.isEqual(right, password);
    }

    @Override
    public String toString() {
        return "SigningKey[" + key.id() + "]";
    }
}
