package io.hongyan.store.rocksdb;

/// How long requests gather after a sync before the next one. A sync costs about as much CPU for one message as for a
/// thousand, so under load its price for a message is what the time between two of them decides.
final class SyncRest {
    /// So many tasks that waited for one sync show that more are on their way.
    private static final int SEVERAL = 2;

    /// With so many a message costs less to wait a little longer than to be synced among few.
    private static final int MANY = 8;

    private static final long LONGEST_NANOS = 1_000_000;

    private SyncRest() {}

    /// @param waited tasks that waited for the last sync, 0 or more
    /// @param took how long it took, in nanoseconds
    /// @return in nanoseconds, at most a millisecond; 0 when what comes next is not to wait
    static long nanosAfter(int waited, long took) {
        if (waited < SEVERAL) {
            return 0;
        }
        return waited < MANY ? Math.min(took, LONGEST_NANOS) : LONGEST_NANOS;
    }
}
