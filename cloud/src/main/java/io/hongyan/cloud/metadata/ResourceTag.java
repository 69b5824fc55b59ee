package io.hongyan.cloud.metadata;

/// A tag that people put on an instance or a group, to find it again.
///
/// @param key 1 to 128 characters
/// @param value at most 128 characters
public record ResourceTag(String key, String value) {
    /// So many tags one instance or group has at most.
    public static final int MOST = 20;

    private static final int LONGEST = 128;

    public ResourceTag {
        if (key.isBlank() || key.length() > LONGEST) {
            throw new IllegalArgumentException("the key of a tag has 1 to " + LONGEST + " characters");
        }
        if (value.length() > LONGEST) {
            throw new IllegalArgumentException("the value of tag " + key + " has more than " + LONGEST + " characters");
        }
    }
}
