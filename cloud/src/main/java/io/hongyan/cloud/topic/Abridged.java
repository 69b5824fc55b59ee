package io.hongyan.cloud.topic;

/// Names that came from outside, cut for messages: a reason string has room for 65,535 bytes, as a topic has.
public final class Abridged {
    private static final int LONGEST = 100;

    private Abridged() {}

    /// At most 100 characters of it, and a mark where more were.
    public static String of(String name) {
        if (name.length() <= LONGEST) {
            return name;
        }
        int end = Character.isHighSurrogate(name.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return name.substring(0, end) + "...";
    }
}
