/// The durable store on RocksDB: one thread writes for all shards and syncs once for many of their writes.
@NullMarked
package io.hongyan.store.rocksdb;

import org.jspecify.annotations.NullMarked;
