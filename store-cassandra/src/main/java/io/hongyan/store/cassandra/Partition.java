package io.hongyan.store.cassandra;

/// Rows that stand together in Cassandra: what one batch writes of them takes effect at once, without a log of batches.
sealed interface Partition {
    /// Everything of a virtual shard: sessions, inboxes, channels, retained messages.
    record OfVShard(int number) implements Partition {}

    /// A part of an outbox.
    record OfOutbox(String name, long segment) implements Partition {}

    record OfList(String name) implements Partition {}

    /// All records.
    record OfRecords() implements Partition {
        static final OfRecords ALL = new OfRecords();
    }
}
