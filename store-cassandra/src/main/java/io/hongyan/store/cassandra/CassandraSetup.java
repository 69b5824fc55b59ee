package io.hongyan.store.cassandra;

import io.hongyan.broker.config.StoreLimits;
import io.hongyan.broker.store.StoreException;
import io.hongyan.store.cassandra.config.CassandraOptions;
import io.hongyan.store.cassandra.engine.CassandraSchema;
import io.hongyan.store.cassandra.engine.Database;

/// What a Cassandra has before a store is opened there. Each call makes a connection of its own. Any thread.
public final class CassandraSetup {
    private CassandraSetup() {}

    /// Makes key space and tables, as far as they are not there.
    ///
    /// @return whether anything was not there
    /// @throws StoreException when it cannot be used; the message says what to do
    public static boolean make(CassandraOptions options) {
        try (Database database = Database.connect(options)) {
            return CassandraSchema.create(database, options);
        }
    }

    /// Looks whether a store could be opened, and changes nothing.
    ///
    /// @throws StoreException when it could not; the message says what to do
    public static void check(CassandraOptions options, StoreLimits limits) {
        checkAge(options, limits);
        try (Database database = Database.connect(options)) {
            CassandraSchema.check(database, options);
        }
    }

    static void checkAge(CassandraOptions options, StoreLimits limits) {
        if (options.ttl().compareTo(limits.maxAge()) < 0) {
            throw new StoreException("messages may wait " + limits.maxAge().toHours()
                    + " hours, and Cassandra would drop them after "
                    + options.ttl().toHours()
                    + ": store.cassandra.ttl must not be shorter than broker.store.maxAge");
        }
    }
}
