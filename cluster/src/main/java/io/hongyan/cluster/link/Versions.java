package io.hongyan.cluster.link;

/// Versions of the protocol of links, from the first to the last, both 0 to 65535.
public record Versions(int first, int last) {
    /// What this program speaks.
    public static final Versions SPOKEN = new Versions(1, 1);

    /// No version.
    static final int NONE = -1;

    public Versions {
        if (first < 0 || first > last || last > 0xffff) {
            throw new IllegalArgumentException(
                    "versions are 0 to 65535, the first before the last, not " + first + " to " + last);
        }
    }

    /// The newest that both speak, or [#NONE].
    int common(Versions other) {
        int newest = Math.min(last, other.last);
        return newest >= first && newest >= other.first ? newest : NONE;
    }

    boolean contain(int version) {
        return version >= first && version <= last;
    }

    @Override
    public String toString() {
        return first == last ? "version " + first : "versions " + first + " to " + last;
    }
}
