package io.hongyan.server.config;

/// Where what is persistent is kept.
///
/// @param engine that keeps it
/// @param cassandra of use with engine cassandra
public record StoreConfig(Engine engine, CassandraConfig cassandra) {
    /// What keeps sessions and messages.
    public enum Engine {
        /// In the data folder.
        ROCKSDB,
        /// In Apache Cassandra.
        CASSANDRA
    }

    public static StoreConfig defaults() {
        return new StoreConfig(Engine.ROCKSDB, CassandraConfig.defaults());
    }
}
