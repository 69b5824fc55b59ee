package io.hongyan.cloud.metadata;

import io.hongyan.auth.MosquittoHash;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.topic.TopicFilter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Checks users and access control rules of profile open.
final class OpenProfileChecks {
    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");
    private static final int LEAST_COST = 4;
    private static final int MOST_COST = 16;
    private static final Pattern PLACEHOLDER = Pattern.compile("%[cu]");

    private OpenProfileChecks() {}

    static void user(String name, String hashText) {
        NameChecks.user(name);
        if (MosquittoHash.is(hashText)) {
            checkMosquitto(name, hashText);
            return;
        }
        Matcher hash = BCRYPT.matcher(hashText);
        if (!hash.matches()) {
            throw NameChecks.invalid("the password of user " + name
                    + " is a bcrypt hash ($2a$, $2b$ or $2y$, then cost, salt and hash) or one of mosquitto_passwd"
                    + " ($7$); this one is not;"
                    + " hongyan user hash makes one");
        }
        int cost = Integer.parseInt(hash.group(1));
        if (cost < LEAST_COST || cost > MOST_COST) {
            throw NameChecks.invalid(
                    "the bcrypt cost of user " + name + " is " + LEAST_COST + " to " + MOST_COST + ", not " + cost);
        }
    }

    private static void checkMosquitto(String name, String hash) {
        try {
            MosquittoHash.parse(hash);
        } catch (IllegalArgumentException e) {
            throw NameChecks.invalid("the password of user " + name + ": " + e.getMessage());
        }
    }

    static void rule(@Nullable String user, String pattern) {
        try {
            TopicFilter filter = TopicFilter.parse(PLACEHOLDER.matcher(pattern).replaceAll("x"));
            if (filter.isShared()) {
                throw NameChecks.invalid("an ACL pattern is a plain topic filter, not a shared one: " + pattern);
            }
        } catch (ProtocolException violation) {
            throw NameChecks.invalid("ACL pattern " + pattern + ": " + violation.getMessage());
        }
        if (user != null && !user.isEmpty()) {
            NameChecks.user(user);
        }
    }
}
