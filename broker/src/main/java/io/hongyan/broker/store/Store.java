package io.hongyan.broker.store;

/// Keeps persistent sessions and retained messages. Each shard writes its own part, in its own order, and never waits:
/// what must not leave before it is on disk is given to [ShardStore#whenSafe].
public interface Store extends AutoCloseable {
    /// The part of one shard: the virtual shards `v` with `v % shards == shard`.
    ShardStore shard(int shard, int shards);

    /// Whether anything outlives the process. If not, nothing has to be waited for.
    boolean durable();

    @Override
    void close();
}
