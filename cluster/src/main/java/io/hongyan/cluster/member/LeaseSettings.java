package io.hongyan.cluster.member;

/// How a node holds its lease.
///
/// A node counts its lease from the moment before it asked for it or renewed it, and stops a margin before it could be
/// over. So the margin is what the clocks of a node and of etcd may differ by over one time to live: with 8 s and 1.5 s
/// a node's clock may run 18 % slower than etcd's, which is some thousand times more than clocks do. It is also the
/// time that answers on their way have to arrive.
///
/// @param ttlSeconds time to live, 2 to 600. A machine without processor time for that long loses its shards; they
///        stay without an owner for about that long when a node dies
/// @param marginMillis 100 to half of the time to live
/// @param paceMillis between two renewals, 50 to a quarter of the time to live, so that two may fail
/// @param retryMillis after a call that failed, 10 to the pace
public record LeaseSettings(int ttlSeconds, int marginMillis, int paceMillis, int retryMillis) {
    /// A lease of 8 s.
    public static final LeaseSettings DEFAULT = new LeaseSettings(8, 1_500, 1_500, 300);

    public LeaseSettings {
        check("ttl", ttlSeconds, 2, 600);
        check("margin", marginMillis, 100, ttlSeconds * 1000 / 2);
        check("pace", paceMillis, 50, ttlSeconds * 1000 / 4);
        check("retry", retryMillis, 10, paceMillis);
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s of a lease: %d is not between %d and %d".formatted(name, value, least, most));
        }
    }
}
