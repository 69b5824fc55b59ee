package io.hongyan.cloud.record;

/// Names that stand in keys of rows: what a name may be, wherever it comes from.
public final class RowName {
    /// Characters of a client id at most.
    public static final int LONGEST_CLIENT = 256;

    private RowName() {}

    /// A name that can be kept.
    ///
    /// @param what it is, for the refusal
    /// @param longest in characters
    /// @throws IllegalArgumentException when it is empty, too long, or holds U+0000
    public static String checked(String what, String name, int longest) {
        if (name.isEmpty() || name.length() > longest || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    what + " has 1 to " + longest + " characters, none of them U+0000, unlike " + name);
        }
        return name;
    }
}
