package io.hongyan.cli.sign;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The login of a client that holds an AccessKey: the password is the client id signed with the secret.
///
/// @param username `Signature|<AccessKey>|<instance>`
/// @param password Base64 of HMAC-SHA1 over the client id
public record Signature(String username, String password) {
    private static final String ALGORITHM = "HmacSHA1";

    /// Signs a client id.
    ///
    /// @param accessKey names the key, not empty
    /// @param secretKey never sent, not empty
    /// @param instance the instance's id
    /// @param clientId `GROUP@@@device`
    /// @throws IllegalArgumentException when a part is empty or the user name could not be taken apart again
    public static Signature of(String accessKey, String secretKey, String instance, String clientId) {
        requireText("AccessKey", accessKey);
        requireText("SecretKey", secretKey);
        requireText("instance id", instance);
        requireText("client id", clientId);
        if (accessKey.indexOf('|') >= 0 || instance.indexOf('|') >= 0) {
            throw new IllegalArgumentException("an AccessKey or instance id has no '|' in it");
        }
        return new Signature("Signature|" + accessKey + "|" + instance, hmac(secretKey, clientId));
    }

    private static void requireText(String what, String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("the " + what + " is empty");
        }
    }

    private static String hmac(String secretKey, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secretKey.getBytes(UTF_8), ALGORITHM));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
