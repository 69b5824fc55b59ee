package io.hongyan.cluster.route;

import static java.nio.charset.StandardCharsets.UTF_8;

/// What stands for a filter in frames and tables: a number of 64 bits made of its instance, its levels and its
/// [shape][FilterShape]. The same on all nodes and in all versions.
///
/// Two filters may have the same key. A node with a subscriber for one of them then also gets the messages for the
/// other, and finds nobody; it never misses one, because [ToldKeys] counts. With ten million filters the odds that any
/// two of them do so are about one in 400,000.
final class RouteKeys {
    /// All 64 bits.
    static final RouteKeys WHOLE = new RouteKeys(64);

    private static final long PLUS = 0x9e37_79b9_7f4a_7c15L;
    private static final long MIXER = 0xff51_afd7_ed55_8ccdL;
    private static final long LAST_MIXER = 0xc4ce_b9fe_1a85_ec53L;

    private final long mask;

    /// @param bits how many of a key count, 1 to 64: fewer for tests, which so have keys that collide
    RouteKeys(int bits) {
        this.mask = -1L >>> (64 - bits);
    }

    /// What the keys of an instance begin with.
    static long seed(String instance) {
        byte[] utf8 = instance.getBytes(UTF_8);
        return LevelHashes.hash(utf8, 0, utf8.length);
    }

    /// The key of a filter of a shape; or of a topic, with the shape laid over it.
    ///
    /// @param levels at least as many as the shape has
    long key(long seed, FilterShape shape, LevelHashes levels) {
        int count = shape.isExact() ? levels.count() : shape.levels();
        long key = seed;
        for (int i = 0; i < count; i++) {
            key = mixed(key ^ (shape.isPlus(i) ? PLUS : levels.at(i)));
        }
        key = (key ^ shape.code() ^ (long) count << 32) * LAST_MIXER;
        return (key ^ key >>> 33) & mask;
    }

    private static long mixed(long value) {
        long mixed = value * MIXER;
        return mixed ^ mixed >>> 29;
    }
}
