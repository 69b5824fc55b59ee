package io.hongyan.cloud.open;

import io.hongyan.auth.ScramSecret;
import io.hongyan.cloud.metadata.PasswordUser;
import java.security.SecureRandom;

/// Makes lines of password files.
public final class PasswordLine {
    private PasswordLine() {}

    /// `name:hash:SCRAM-SHA-256$...`, for logins with the password and by SCRAM.
    ///
    /// @throws io.hongyan.cloud.metadata.MetadataException when the name is none
    /// @throws IllegalArgumentException when the password is empty or longer than [PasswordHash#LONGEST] bytes
    public static String of(String name, String password) {
        String hash = PasswordHash.of(password);
        PasswordUser user = new PasswordUser(name, hash, null);
        return user.name() + ":" + hash + ":"
                + ScramSecret.of(password, new SecureRandom()).text();
    }
}
