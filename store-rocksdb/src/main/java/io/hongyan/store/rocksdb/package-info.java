/// The durable store on RocksDB. One thread writes for all shards, with group commit: one sync for many writes.
@NullMarked
package io.hongyan.store.rocksdb;

import org.jspecify.annotations.NullMarked;
