package io.hongyan.cli.option;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.auth.ServiceUserName;
import io.hongyan.auth.Signature;
import org.jspecify.annotations.Nullable;

/// User name and password of CONNECT.
public record Login(@Nullable String username, @Nullable String password) {
    /// The client id, signed with an AccessKey.
    ///
    /// @throws IllegalArgumentException when a part is empty, or has a `|` and could not be told from the next
    public static Login signed(String accessKey, String secretKey, String instance, String clientId) {
        String username = ServiceUserName.of(ServiceUserName.SIGNATURE, accessKey, instance)
                .toString();
        return new Login(username, Signature.of(secretKey, clientId));
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
