package io.hongyan.cluster.route;

/// Where a key stands in a table of segments: a segment is small, so that making it larger holds nobody up. What tells
/// the segment and the place is the key times a secret of the table, so that nobody can make up filters whose keys
/// crowd one place.
///
/// @param secret odd
record KeyPlaces(long secret) {
    static final int SEGMENTS = 4096;

    private static final int SEGMENT_SHIFT = 52;
    private static final int HOME_SHIFT = 20;
    private static final long HOME_MASK = 0xffff_ffffL;

    static KeyPlaces of(long random) {
        return new KeyPlaces(random | 1);
    }

    /// 0 to 4095.
    int segment(long key) {
        return (int) ((key * secret) >>> SEGMENT_SHIFT);
    }

    /// Where the search begins in a segment of so many places.
    int home(long key, int places) {
        return (int) (((((key * secret) >>> HOME_SHIFT) & HOME_MASK) * places) >>> 32);
    }

    /// How many places a segment gets for so many keys, so that it is made anew when it has grown by half.
    static int places(int keys) {
        return Math.max(4, keys + keys + 1);
    }

    /// Whether a segment with so many keys is to be made larger.
    static boolean isFull(int keys, int places) {
        return keys * 4 > places * 3;
    }
}
