package io.hongyan.store.rocksdb;

/// How long a message may wait for the acknowledgement of its receiver before it is written: a few times what a sync
/// takes, for which its publisher would have to wait anyway. In units of 1,024 ns.
///
/// Confined to the writer's thread.
final class Patience {
    /// About four milliseconds.
    static final int LEAST = 4096;

    /// About twelve.
    static final int MOST = 12_288;

    private static final int SYNCS = 3;

    /// The newest sync counts for this part.
    private static final int PART = 8;

    private long sync;

    /// A sync has taken so many nanoseconds.
    void synced(long took) {
        sync += ((took >>> 10) - sync) / PART;
    }

    int now() {
        return Math.clamp(SYNCS * sync, LEAST, MOST);
    }
}
