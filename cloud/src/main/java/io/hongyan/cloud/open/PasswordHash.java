package io.hongyan.cloud.open;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.springframework.security.crypto.bcrypt.BCrypt;

/// Makes and compares password hashes.
public final class PasswordHash {
    /// Bytes that bcrypt uses.
    public static final int LONGEST = 72;

    private PasswordHash() {}

    /// A salted bcrypt hash of cost 10. Takes some 50 ms.
    ///
    /// @param password 1 to [#LONGEST] bytes of UTF-8
    /// @throws IllegalArgumentException when it is empty or longer
    public static String of(String password) {
        int bytes = password.getBytes(UTF_8).length;
        if (bytes < 1 || bytes > LONGEST) {
            throw new IllegalArgumentException("a password has 1 to " + LONGEST + " bytes, not " + bytes);
        }
        return BCrypt.hashpw(password, BCrypt.gensalt());
    }

    /// Whether a hash that [#of] made is that of a password. Takes as long.
    public static boolean matches(String password, String hash) {
        return password.getBytes(UTF_8).length <= LONGEST && BCrypt.checkpw(password, hash);
    }
}
