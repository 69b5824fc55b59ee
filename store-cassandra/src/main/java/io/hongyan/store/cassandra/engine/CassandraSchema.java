package io.hongyan.store.cassandra.engine;

import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.hongyan.broker.store.StoreException;
import io.hongyan.store.cassandra.config.CassandraOptions;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The key space and its tables, of one version. They are made when they are not there; the row of the version says
/// when that began and that it ended.
public final class CassandraSchema {
    /// What this program reads and writes.
    public static final int VERSION = 1;

    private static final System.Logger LOG = System.getLogger(CassandraSchema.class.getName());

    /// Above the three hours for which Cassandra keeps what an absent node has missed: that node gets all deletions.
    private static final String SHORT_GRACE = "gc_grace_seconds = 21600";

    private static final int MOST_WINDOWS = 8;

    private CassandraSchema() {}

    /// Makes what is not there.
    ///
    /// @return whether anything was not there
    /// @throws StoreException when the tables are of another version, or are not complete and this cannot be mended
    public static boolean create(Database database, CassandraOptions options) {
        return telling(options, () -> {
            if (!exists(database, options.keySpace())) {
                makeKeySpace(database, options);
            }
            Version version = version(database, options.keySpace());
            if (version != null) {
                check(version, options.keySpace());
                return false;
            }
            makeTables(database, options);
            return true;
        });
    }

    /// Looks whether [#create] would do, and makes nothing.
    ///
    /// @throws StoreException as `create` would
    public static void check(Database database, CassandraOptions options) {
        var _ = telling(options, () -> {
            if (!exists(database, options.keySpace())) {
                checkCopies(database, options);
                return false;
            }
            Version version = version(database, options.keySpace());
            if (version != null) {
                check(version, options.keySpace());
            }
            return false;
        });
    }

    private static boolean telling(CassandraOptions options, BooleanSupplier work) {
        try {
            return work.getAsBoolean();
        } catch (DriverException e) {
            throw new StoreException("cannot make or read the tables of key space " + options.keySpace()
                    + " (store.cassandra.keySpace): " + Database.reason(e));
        }
    }

    /// @param complete whether all tables of the version were made
    private record Version(int number, boolean complete) {}

    private static void check(Version version, String keySpace) {
        if (version.number() > VERSION) {
            throw new StoreException("key space " + keySpace + " has tables of version " + version.number()
                    + ", and this program knows up to " + VERSION + ": start the newer program that made them");
        }
        if (!version.complete()) {
            throw new StoreException("the tables of key space " + keySpace + " were begun and never completed: "
                    + "when no other service is making them now, delete the key space if it holds nothing ("
                    + "DROP KEYSPACE " + keySpace + "), or restore it, and start again");
        }
    }

    private static boolean exists(Database database, String keySpace) {
        return one(
                        database,
                        "SELECT keyspace_name FROM system_schema.keyspaces WHERE keyspace_name = '"
                                + keySpace.toLowerCase(java.util.Locale.ROOT) + "'")
                != null;
    }

    private static void checkCopies(Database database, CassandraOptions options) {
        int nodes = database.session().getMetadata().getNodes().size();
        if (nodes < options.replicationFactor()) {
            throw new StoreException("key space " + options.keySpace() + " cannot have " + options.replicationFactor()
                    + " copies of each row (store.cassandra.replicationFactor): Cassandra has " + nodes
                    + (nodes == 1 ? " node" : " nodes"));
        }
    }

    private static void makeKeySpace(Database database, CassandraOptions options) {
        checkCopies(database, options);
        String dataCenter = options.dataCenter();
        String strategy = dataCenter == null
                ? "'SimpleStrategy', 'replication_factor': "
                : "'NetworkTopologyStrategy', '" + dataCenter.replace("'", "''") + "': ";
        database.change("CREATE KEYSPACE IF NOT EXISTS " + options.keySpace() + " WITH replication = {'class': "
                + strategy + options.replicationFactor() + "}");
        LOG.log(
                Level.INFO,
                "made key space {0} with replication factor {1}",
                options.keySpace(),
                options.replicationFactor());
    }

    private static @Nullable Version version(Database database, String keySpace) {
        Row table = one(
                database,
                "SELECT table_name FROM system_schema.tables WHERE keyspace_name = '"
                        + keySpace.toLowerCase(java.util.Locale.ROOT) + "' AND table_name = 'schema_version'");
        if (table == null) {
            return null;
        }
        Row row = one(database, "SELECT version, complete FROM " + keySpace + ".schema_version WHERE id = 'tables'");
        return row == null
                ? new Version(VERSION, false)
                : new Version(row.getInt("version"), row.getBoolean("complete"));
    }

    private static @Nullable Row one(Database database, String cql) {
        return database.read(SimpleStatement.newInstance(cql)).one();
    }

    private static void makeTables(Database database, CassandraOptions options) {
        String space = options.keySpace();
        database.change("CREATE TABLE IF NOT EXISTS " + space
                + ".schema_version (id text PRIMARY KEY, version int, complete boolean)");
        write(database, space, false);
        for (String table : tables(options.ttl())) {
            database.change("CREATE TABLE IF NOT EXISTS " + space + "." + table);
        }
        write(database, space, true);
        LOG.log(Level.INFO, "made the tables of key space {0}, version {1}", space, VERSION);
    }

    private static void write(Database database, String space, boolean complete) {
        database.read(SimpleStatement.newInstance("INSERT INTO " + space
                + ".schema_version (id, version, complete) VALUES ('tables', " + VERSION + ", " + complete + ")"));
    }

    private static List<String> tables(Duration ttl) {
        long hours = Math.max(1, ttl.toHours() / MOST_WINDOWS);
        return List.of(
                // who may write a virtual shard; only light-weight transactions touch it
                "owner (page int, vshard int, epoch bigint, node text, PRIMARY KEY (page, vshard)) WITH " + SHORT_GRACE,
                // a session, filter '', and its filters
                "session (vshard int, number bigint, filter text, data blob, position bigint, pending boolean,"
                        + " received blob, PRIMARY KEY (vshard, number, filter)) WITH " + SHORT_GRACE
                        + " AND compaction = {'class': 'LeveledCompactionStrategy'}",
                // what waits for a session
                "inbox (vshard int, session bigint, seq bigint, epoch bigint, message blob, options blob, bytes int,"
                        + " mark int, PRIMARY KEY (vshard, session, seq, epoch)) WITH " + SHORT_GRACE
                        + " AND default_time_to_live = " + ttl.toSeconds()
                        + " AND compaction = {'class': 'TimeWindowCompactionStrategy', 'compaction_window_unit':"
                        + " 'HOURS', 'compaction_window_size': " + hours + "}",
                // connections of which business systems know
                "channel (vshard int, id blob, value blob, PRIMARY KEY (vshard, id)) WITH " + SHORT_GRACE,
                // by the virtual shard of the topic
                "retained (vshard int, instance text, topic blob, message blob, PRIMARY KEY (vshard, instance, topic))"
                        + " WITH compaction = {'class': 'LeveledCompactionStrategy'}",
                "outbox (node text, name text, segment bigint, seq bigint, message blob, label blob, bytes int,"
                        + " PRIMARY KEY ((node, name, segment), seq)) WITH " + SHORT_GRACE,
                "record (part int, key blob, value blob, PRIMARY KEY (part, key))"
                        + " WITH compaction = {'class': 'LeveledCompactionStrategy'}",
                // short lists that are read as a whole
                "list (name text, item blob, value blob, PRIMARY KEY (name, item))");
    }
}
