package io.hongyan.cloud.key;

import io.hongyan.auth.Hmac;
import io.hongyan.auth.Signature;
import io.hongyan.cloud.metadata.AccessKey;
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
        return Signature.matches(hmac, text, password);
    }

    @Override
    public String toString() {
        return "SigningKey[" + key.id() + "]";
    }
}
