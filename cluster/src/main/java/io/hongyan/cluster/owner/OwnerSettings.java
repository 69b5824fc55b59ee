package io.hongyan.cluster.owner;

/// How fast owners change.
///
/// @param movesPerSecond how many virtual shards of living nodes are given to others in a second, 1 to 100,000; those
///        of a dead node are given away at once
/// @param settleMillis how long the first leader of a cluster without any owner waits for other nodes, so that the
///        first to start need not take everything and give most of it away again, 0 to 60,000
public record OwnerSettings(int movesPerSecond, int settleMillis) {
    /// 100 a second, so that a node of 1,366 virtual shards is empty after a quarter of a minute.
    public static final OwnerSettings DEFAULT = new OwnerSettings(100, 1_000);

    public OwnerSettings {
        if (movesPerSecond < 1 || movesPerSecond > 100_000 || settleMillis < 0 || settleMillis > 60_000) {
            throw new IllegalArgumentException(
                    movesPerSecond + " moves a second, settling for " + settleMillis + " ms");
        }
    }
}
