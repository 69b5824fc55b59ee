package io.hongyan.cloud.topic;

/// Shortens names from clients for messages: a topic may be as long as a reason string, 65,535 bytes.
public final class Truncated {
    private static final int LONGEST = 100;

    private Truncated() {}

    /// The first 100 characters of a name, with `...` when it is longer.
    public static String of(String name) {
        if (name.length() <= LONGEST) {
            return name;
        }
        int end = Character.isHighSurrogate(name.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return name.substring(0, end) + "...";
    }
}
