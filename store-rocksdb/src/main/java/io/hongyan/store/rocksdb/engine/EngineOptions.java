package io.hongyan.store.rocksdb.engine;

import java.util.List;
import java.util.Properties;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.TablePropertiesCollectorFactory;
import org.rocksdb.WALRecoveryMode;

/// The options of RocksDB.
final class EngineOptions implements AutoCloseable {
    private static final long CACHE_BYTES = 64L << 20;
    private static final long BUFFER_BYTES = 32L << 20;
    private static final long ALL_BUFFERS_BYTES = 192L << 20;
    private static final long WAL_BYTES = 512L << 20;
    private static final int BLOOM_BITS = 10;

    /// A file is compacted when this many of that many consecutive rows are deletions, or this ratio of all rows.
    private static final int WINDOW = 1024;

    private static final int DELETIONS_IN_WINDOW = 512;
    private static final double DELETION_RATIO = 0.5;

    private final BloomFilter bloom = new BloomFilter(BLOOM_BITS);
    private final LRUCache cache = new LRUCache(CACHE_BYTES);
    private final TablePropertiesCollectorFactory deletions =
            TablePropertiesCollectorFactory.NewCompactOnDeletionCollectorFactory(
                    WINDOW, DELETIONS_IN_WINDOW, DELETION_RATIO);
    private final DBOptions database;
    private final ColumnFamilyOptions tables;

    /// @param salvage whether to read whatever is readable. If not, an incomplete record at the end of the last log, as
    ///         a crash leaves, is ignored, and any other damage is refused
    EngineOptions(boolean salvage) {
        database = verifyingLogs(!salvage)
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setMaxTotalWalSize(WAL_BYTES)
                .setDbWriteBufferSize(ALL_BUFFERS_BYTES)
                .setMaxBackgroundJobs(2)
                .setKeepLogFileNum(3)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setAvoidFlushDuringShutdown(true)
                .setParanoidChecks(!salvage)
                .setWalRecoveryMode(
                        salvage
                                ? WALRecoveryMode.SkipAnyCorruptedRecords
                                : WALRecoveryMode.TolerateCorruptedTailRecords);
        try (Options defaults = new Options()) {
            defaults.setTablePropertiesCollectorFactory(List.of(deletions));
            tables = new ColumnFamilyOptions(defaults)
                    .setForceConsistencyChecks(!salvage)
                    .setWriteBufferSize(BUFFER_BYTES)
                    .setCompressionType(CompressionType.LZ4_COMPRESSION)
                    .setLevelCompactionDynamicLevelBytes(true)
                    .setTableFormatConfig(
                            new BlockBasedTableConfig().setBlockCache(cache).setFilterPolicy(bloom));
        }
    }

    /// Each log records the length of the previous one, and the next start compares: otherwise a log that has lost
    /// records at its end cannot be told from a shorter one. `track_and_verify_wals_in_manifest` is not used: a store
    /// written with it cannot be opened read-only without it (RocksDB 11.8 aborts the process), so it could not be
    /// repaired.
    private static DBOptions verifyingLogs(boolean on) {
        Properties names = new Properties();
        names.setProperty("track_and_verify_wals", Boolean.toString(on));
        return DBOptions.getDBOptionsFromProps(names);
    }

    DBOptions database() {
        return database;
    }

    ColumnFamilyOptions tables() {
        return tables;
    }

    @Override
    public void close() {
        tables.close();
        database.close();
        deletions.close();
        cache.close();
        bloom.close();
    }
}
