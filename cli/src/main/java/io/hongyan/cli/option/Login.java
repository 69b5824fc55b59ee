package io.hongyan.cli.option;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.cli.sign.Signature;
import org.jspecify.annotations.Nullable;

/// User name and password of CONNECT.
public record Login(@Nullable String username, @Nullable String password) {
    static Login signed(String accessKey, String secretKey, String instance, String clientId) {
        Signature signature = Signature.of(accessKey, secretKey, instance, clientId);
        return new Login(signature.username(), signature.password());
    }

    /// The password as CONNECT carries it.
    public byte @Nullable [] passwordBytes() {
        return password == null ? null : password.getBytes(UTF_8);
    }

    /// Without the password.
    @Override
    public String toString() {
        return "Login[" + username + "]";
    }
}
