package io.hongyan.cloud.metadata;

import io.hongyan.cloud.metadata.MetadataException.Kind;
import java.util.List;
import java.util.function.IntPredicate;

/// Checks names.
final class NameChecks {
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_USER = 256;
    private static final int LONGEST_SECRET = 128;
    private static final int LONGEST_REMARK = 128;

    private NameChecks() {}

    static void instance(String id) {
        check("instance id", id, 3, LONGEST_NAME, NameChecks::plain, "only letters, digits, - and _");
    }

    static void accessKey(String id, String secret) {
        check("AccessKey id", id, 1, LONGEST_NAME, c -> plain(c) || c == '.', "only letters, digits, -, _ and .");
        int length = secret.length();
        if (length < 1 || length > LONGEST_SECRET || !secret.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw invalid("the secret of AccessKey " + id + " has 1 to " + LONGEST_SECRET
                    + " visible characters of ASCII; this one does not");
        }
    }

    static void group(String id) {
        if (!id.startsWith("GID_") && !id.startsWith("GID-")) {
            throw invalid("a group id begins with GID_ or GID-, as in GID_demo, unlike " + abridged(id));
        }
        check("group id", id, 7, LONGEST_NAME, NameChecks::plain, "only letters, digits, - and _");
    }

    static void topic(String name, String remark) {
        check("parent topic", name, 3, LONGEST_NAME, NameChecks::plain, "only letters, digits, - and _");
        if (remark.length() > LONGEST_REMARK || remark.chars().anyMatch(Character::isISOControl)) {
            throw invalid("the remark of parent topic " + name + " has at most " + LONGEST_REMARK
                    + " characters, none of control");
        }
    }

    static void user(String name) {
        check(
                "user name",
                name,
                1,
                LONGEST_USER,
                c -> c != ':' && !Character.isISOControl(c),
                "no colons and no control characters");
        if (name.startsWith("Signature|") || name.startsWith("Token|") || name.startsWith("DeviceCredential|")) {
            throw invalid("user name " + name + " begins like a login of the cloud service");
        }
    }

    /// A copy of the tags of something; each key stands once.
    static List<ResourceTag> tags(String what, List<ResourceTag> tags) {
        if (tags.size() > ResourceTag.MOST) {
            throw invalid(what + " has at most " + ResourceTag.MOST + " tags, not " + tags.size());
        }
        if (tags.stream().map(ResourceTag::key).distinct().count() < tags.size()) {
            throw invalid(what + " has two tags with the same key");
        }
        return List.copyOf(tags);
    }

    private static void check(String what, String value, int least, int most, IntPredicate allowed, String rule) {
        if (value.length() < least || value.length() > most) {
            throw invalid(what + " has " + least + " to " + most + " characters, and "
                    + (value.isEmpty() ? "this one is empty" : value.length() + " are in " + abridged(value)));
        }
        if (!value.chars().allMatch(allowed)) {
            throw invalid(what + " has " + rule + ", unlike " + abridged(value));
        }
    }

    private static String abridged(String value) {
        String head = value.length() > LONGEST_USER ? value.substring(0, LONGEST_USER) + "..." : value;
        return head.replaceAll("\\p{Cntrl}", "?");
    }

    private static boolean plain(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    }

    static MetadataException invalid(String message) {
        return new MetadataException(Kind.INVALID, message);
    }
}
