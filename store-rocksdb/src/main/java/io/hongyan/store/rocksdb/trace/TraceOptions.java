package io.hongyan.store.rocksdb.trace;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;

/// The options of RocksDB for traces: little memory, since they are written in order and seldom read.
final class TraceOptions implements AutoCloseable {
    private static final long CACHE_BYTES = 8L << 20;
    private static final long BUFFER_BYTES = 16L << 20;
    private static final long FILE_BYTES = 16L << 20;

    private final LRUCache cache = new LRUCache(CACHE_BYTES);
    private final BloomFilter bloom = new BloomFilter(10);
    private final Options database = new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(BUFFER_BYTES)
            .setTargetFileSizeBase(FILE_BYTES)
            .setMaxTotalWalSize(2 * BUFFER_BYTES)
            .setMaxBackgroundJobs(1)
            .setKeepLogFileNum(3)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            .setAvoidFlushDuringShutdown(true)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setTableFormatConfig(
                    new BlockBasedTableConfig().setBlockCache(cache).setFilterPolicy(bloom));

    Options database() {
        return database;
    }

    @Override
    public void close() {
        database.close();
        bloom.close();
        cache.close();
    }
}
