package io.hongyan.store.cassandra.engine;

import com.datastax.dse.driver.api.core.config.DseDriverOption;
import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import io.hongyan.broker.store.StoreException;
import io.hongyan.store.cassandra.config.CassandraOptions;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// A connection to Cassandra, and the consistency of all that is asked by it. Any thread.
public final class Database implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Database.class.getName());

    /// Cassandra's own default is 50 KiB.
    private static final int DEFAULT_LOGGED = 40 << 10;

    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final CqlSession session;
    private final boolean owned;
    private final ConsistencyLevel quorum;
    private final ConsistencyLevel serial;

    private Database(CqlSession session, boolean owned, CassandraOptions options) {
        this.session = session;
        this.owned = owned;
        boolean local = options.dataCenter() != null;
        this.quorum = local ? DefaultConsistencyLevel.LOCAL_QUORUM : DefaultConsistencyLevel.QUORUM;
        this.serial = local ? DefaultConsistencyLevel.LOCAL_SERIAL : DefaultConsistencyLevel.SERIAL;
    }

    /// Connects.
    ///
    /// @throws StoreException when no contact point answers, or none lets the service in
    public static Database connect(CassandraOptions options) {
        return new Database(session(options), true, options);
    }

    /// A connection that somebody else closes.
    public static Database over(CqlSession session, CassandraOptions options) {
        return new Database(session, false, options);
    }

    /// Opens a session of the driver.
    ///
    /// @throws StoreException when no contact point answers, or none lets the service in
    public static CqlSession session(CassandraOptions options) {
        CqlSessionBuilder builder =
                CqlSession.builder().addContactPoints(options.contactPoints()).withConfigLoader(config(options));
        CassandraOptions.Credentials credentials = options.credentials();
        if (credentials != null) {
            builder = builder.withAuthCredentials(credentials.user(), credentials.password());
        }
        String dataCenter = options.dataCenter();
        if (dataCenter != null) {
            builder = builder.withLocalDatacenter(dataCenter);
        }
        try {
            return builder.build();
        } catch (DriverException | IllegalStateException e) {
            throw new StoreException(
                    "cannot use Cassandra at " + options.places() + " (store.cassandra.contactPoints): " + reason(e));
        }
    }

    private static DriverConfigLoader config(CassandraOptions options) {
        return DriverConfigLoader.programmaticBuilder()
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, TIMEOUT)
                .withBoolean(DefaultDriverOption.REQUEST_DEFAULT_IDEMPOTENCE, true)
                .withDuration(DefaultDriverOption.HEARTBEAT_INTERVAL, Duration.ofSeconds(1))
                .withDuration(DefaultDriverOption.HEARTBEAT_TIMEOUT, Duration.ofSeconds(2))
                .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, Duration.ofMillis(300))
                .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, Duration.ofSeconds(2))
                .withString(
                        DefaultDriverOption.LOAD_BALANCING_POLICY_CLASS,
                        options.dataCenter() == null ? "DcInferringLoadBalancingPolicy" : "DefaultLoadBalancingPolicy")
                .withString(
                        DefaultDriverOption.SPECULATIVE_EXECUTION_POLICY_CLASS, "ConstantSpeculativeExecutionPolicy")
                .withInt(DefaultDriverOption.SPECULATIVE_EXECUTION_MAX, 2)
                .withDuration(DefaultDriverOption.SPECULATIVE_EXECUTION_DELAY, Duration.ofMillis(500))
                .withStringList(DefaultDriverOption.METADATA_SCHEMA_REFRESHED_KEYSPACES, List.of(options.keySpace()))
                .withBoolean(DefaultDriverOption.REQUEST_WARN_IF_SET_KEYSPACE, false)
                .withBoolean(DseDriverOption.MONITOR_REPORTING_ENABLED, false)
                .build();
    }

    /// The innermost reason that says something.
    static String reason(Throwable fault) {
        if (fault instanceof AllNodesFailedException all && !all.getAllErrors().isEmpty()) {
            return reason(all.getAllErrors().values().iterator().next().getFirst());
        }
        String said = fault.toString();
        for (Throwable each = fault; each != null; each = each.getCause()) {
            said = each.getMessage() == null ? said : each.getMessage();
            for (Throwable beside : each.getSuppressed()) {
                said = beside instanceof ConnectException ? String.valueOf(beside.getMessage()) : said;
            }
        }
        return said;
    }

    CqlSession session() {
        return session;
    }

    PreparedStatement prepare(String cql) {
        return session.prepare(cql);
    }

    /// Asks and waits.
    ///
    /// @throws DriverException when there is no answer
    public ResultSet read(Statement<?> statement) {
        return session.execute(statement.setConsistencyLevel(quorum));
    }

    /// Makes a light-weight transaction and waits. It is made once: after a fault nobody knows whether it took effect.
    ///
    /// @throws DriverException when there is no answer
    public ResultSet agree(Statement<?> statement) {
        return session.execute(statement
                .setConsistencyLevel(quorum)
                .setSerialConsistencyLevel(serial)
                .setIdempotent(false));
    }

    /// Writes. May be repeated.
    public CompletionStage<AsyncResultSet> write(Statement<?> statement) {
        return session.executeAsync(statement.setConsistencyLevel(quorum));
    }

    /// What a batch over several partitions may have at most, in bytes: what Cassandra is set to, with a margin, where
    /// it tells that.
    public int mostLogged() {
        try {
            Row row = session.execute(
                            "SELECT value FROM system_views.settings WHERE name = 'batch_size_fail_threshold'")
                    .one();
            return row == null ? DEFAULT_LOGGED : Sizes.most(row.getString("value"), DEFAULT_LOGGED);
        } catch (DriverException e) {
            LOG.log(Level.DEBUG, "Cassandra does not tell its settings: {0}", e.getMessage());
            return DEFAULT_LOGGED;
        }
    }

    /// Changes the schema.
    void change(String cql) {
        session.execute(SimpleStatement.newInstance(cql).setTimeout(Duration.ofSeconds(30)));
    }

    @Override
    public void close() {
        if (owned) {
            session.close();
        }
    }
}
