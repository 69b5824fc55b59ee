package io.hongyan.store.rocksdb;

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

/// How RocksDB is to work.
final class Tuning implements AutoCloseable {
    private static final long CACHE_BYTES = 64L << 20;
    private static final long BUFFER_BYTES = 32L << 20;
    private static final long ALL_BUFFERS_BYTES = 192L << 20;
    private static final long WAL_BYTES = 512L << 20;
    private static final int BLOOM_BITS = 10;

    /// A table is rewritten when so many of so many rows in a row are deletions, or that part of all.
    private static final int WINDOW = 1024;

    private static final int DELETIONS_IN_WINDOW = 512;
    private static final double DELETED_PART = 0.5;

    private final BloomFilter bloom = new BloomFilter(BLOOM_BITS);
    private final LRUCache cache = new LRUCache(CACHE_BYTES);
    private final TablePropertiesCollectorFactory deletions =
            TablePropertiesCollectorFactory.NewCompactOnDeletionCollectorFactory(
                    WINDOW, DELETIONS_IN_WINDOW, DELETED_PART);
    private final DBOptions database;
    private final ColumnFamilyOptions tables;

    /// @param saving whether everything that can be read is wanted, however damaged the rest. If not, a record that was
    ///         cut off by a crash at the end of the last log is let go, any other damage refused
    Tuning(boolean saving) {
        database = checkingLogs(!saving)
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setMaxTotalWalSize(WAL_BYTES)
                .setDbWriteBufferSize(ALL_BUFFERS_BYTES)
                .setMaxBackgroundJobs(2)
                .setKeepLogFileNum(3)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setAvoidFlushDuringShutdown(true)
                .setParanoidChecks(!saving)
                .setWalRecoveryMode(
                        saving
                                ? WALRecoveryMode.SkipAnyCorruptedRecords
                                : WALRecoveryMode.TolerateCorruptedTailRecords);
        try (Options usual = new Options()) {
            usual.setTablePropertiesCollectorFactory(List.of(deletions));
            tables = new ColumnFamilyOptions(usual)
                    .setWriteBufferSize(BUFFER_BYTES)
                    .setCompressionType(CompressionType.LZ4_COMPRESSION)
                    .setLevelCompactionDynamicLevelBytes(true)
                    .setTableFormatConfig(
                            new BlockBasedTableConfig().setBlockCache(cache).setFilterPolicy(bloom));
        }
    }

    /// Has each log begin with the length of the one before, and compares at the next start: a log that has lost
    /// records at its end looks like a shorter one otherwise. Not by `track_and_verify_wals_in_manifest`: a store that
    /// was written with that cannot be opened for reading without it (RocksDB 11.8 ends the process), so not be saved.
    private static DBOptions checkingLogs(boolean on) {
        Properties names = new Properties();
        names.setProperty("track_and_verify_wals", Boolean.toString(on));
        return DBOptions.getDBOptionsFromProps(names);
    }

    DBOptions ofDatabase() {
        return database;
    }

    ColumnFamilyOptions ofTables() {
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
