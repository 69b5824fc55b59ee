package io.hongyan.cloud.open;

import java.util.regex.Pattern;

/// Hides what looks like the hash of a password in a text for people. Files of users and of rights are easily swapped,
/// and a message about a wrong line must not carry a hash into a log.
public final class HashMask {
    /// `$2a$10$...`, `$7$101$...`, `$argon2id$v=19$...` and the like, with all that follows.
    private static final Pattern HASH = Pattern.compile("(SCRAM-SHA-\\d+)?\\$[0-9A-Za-z]{1,10}[$:]\\S*");

    private HashMask() {}

    /// The text with `***` in the place of each hash.
    public static String of(String text) {
        return HASH.matcher(text).replaceAll("***");
    }
}
