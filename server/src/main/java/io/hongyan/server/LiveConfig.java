package io.hongyan.server;

import io.hongyan.amqp.AmqpSettings;
import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.config.MemoryLimits;
import io.hongyan.broker.config.StoreLimits;
import io.hongyan.cloud.metadata.MetadataException;
import io.hongyan.server.config.AdminConfig;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.config.source.ConfigChanges;
import io.hongyan.server.config.source.ConfigException;
import io.hongyan.server.config.source.ConfigValue;
import io.hongyan.server.config.source.ReadConfig;
import io.hongyan.server.data.DataFolderException;
import io.hongyan.server.watch.FileWatcher;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The configuration that holds, read again on request: what may change while the server runs does, and the rest is
/// named. Any thread.
final class LiveConfig {
    private static final System.Logger LOG = System.getLogger(LiveConfig.class.getName());
    private static final String CONFIGURATION = "configuration";

    private final ReadConfig first;
    private final Supplier<ReadConfig> source;
    private final Consumer<ServerConfig> use;
    private ReadConfig last;
    private ServerConfig current;

    /// @param source reads the configuration again
    /// @param use makes those parts hold that may change
    LiveConfig(ReadConfig first, Supplier<ReadConfig> source, Consumer<ServerConfig> use) {
        this.first = first;
        this.last = first;
        this.current = first.config();
        this.source = source;
        this.use = use;
    }

    /// What holds, and where it was written.
    synchronized List<ConfigValue> values() {
        return ConfigValue.of(current, first, last);
    }

    synchronized FileWatcher.Reloaded reload() {
        List<String> read = new ArrayList<>();
        Map<String, String> refused = new LinkedHashMap<>();
        try {
            ReadConfig again = source.get();
            ServerConfig wanted = again.config();
            ConfigChanges changes = ConfigChanges.between(current, wanted);
            if (!changes.reloaded().isEmpty()) {
                ServerConfig next = changed(current, wanted);
                use.accept(next);
                current = next;
                read.add(CONFIGURATION + " (" + String.join(", ", changes.reloaded()) + ")");
                LOG.log(Level.INFO, "{0} read again", read.getFirst());
            }
            last = again;
            if (!changes.restart().isEmpty()) {
                refuse(
                        CONFIGURATION + " (" + String.join(", ", changes.restart()) + ")",
                        "it needs a restart",
                        refused);
            }
        } catch (ConfigException | DataFolderException | MetadataException e) {
            refuse(
                    CONFIGURATION,
                    String.join("; ", String.valueOf(e.getMessage()).split("\n")),
                    refused);
        }
        return new FileWatcher.Reloaded(read, refused);
    }

    private static void refuse(String what, String why, Map<String, String> refused) {
        refused.put(what, why);
        LOG.log(Level.ERROR, "{0}: {1}", FileWatcher.Reloaded.unchanged(what), why);
    }

    /// What holds, with those parts of another configuration that may change; the table of keys marks them.
    static ServerConfig changed(ServerConfig now, ServerConfig wanted) {
        return new ServerConfig(
                now.data(),
                now.profile(),
                now.bind(),
                now.listeners(),
                now.persistence(),
                now.store(),
                changed(now.broker(), wanted.broker()),
                wanted.cloud(),
                now.auth(),
                now.exchange(),
                changed(now.amqp(), wanted.amqp()),
                now.traces(),
                now.alarms(),
                now.metrics(),
                new AdminConfig(
                        now.admin().kind(),
                        now.admin().bind(),
                        now.admin().port(),
                        now.admin().key(),
                        wanted.admin().keys(),
                        now.admin().tls()),
                now.console(),
                now.api(),
                now.cluster(),
                wanted.log());
    }

    private static AmqpSettings changed(AmqpSettings now, AmqpSettings wanted) {
        return new AmqpSettings(
                now.channelMax(),
                now.frameMaxBytes(),
                now.heartbeat(),
                now.loginTimeout(),
                now.unacknowledged(),
                now.acknowledgeTimeout(),
                wanted.queues());
    }

    private static BrokerConfig changed(BrokerConfig now, BrokerConfig wanted) {
        return new BrokerConfig(
                now.shards(),
                now.protocol(),
                now.session(),
                new MemoryLimits(
                        now.memory().connectionBacklog(),
                        wanted.memory().instance(),
                        wanted.memory().total()),
                new StoreLimits(
                        wanted.store().instance(),
                        wanted.store().total(),
                        wanted.store().instanceMessages(),
                        now.store().maxAge()),
                now.retained(),
                wanted.flood(),
                now.sharedStrategy(),
                now.sysInterval(),
                now.drainTimeout());
    }
}
