package io.hongyan.server.config;

import io.hongyan.amqp.AmqpSettings;
import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.cloud.metadata.CloudLimits;
import io.hongyan.cloud.metadata.Profile;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The whole configuration. What is not set has the default given here, so that a server needs no file.
///
/// @param data folder of everything that must outlive the process
/// @param bind address of the listeners that name none
/// @param listeners by name
/// @param cloud the limits of every instance with profile cloud
public record ServerConfig(
        String data,
        Profile profile,
        String bind,
        Map<String, ListenerConfig> listeners,
        PersistenceConfig persistence,
        StoreConfig store,
        BrokerConfig broker,
        CloudLimits cloud,
        AuthConfig auth,
        ExchangeConfig exchange,
        AmqpSettings amqp,
        TracesConfig traces,
        AlarmsConfig alarms,
        MetricsConfig metrics,
        AdminConfig admin,
        ConsoleConfig console,
        ApiConfig api,
        ClusterConfig cluster,
        LogConfig log) {
    public ServerConfig {
        if (data.isEmpty()) {
            throw new IllegalArgumentException("data is empty; name a folder, as in ./data");
        }
        ConfigChecks.address("bind", bind);
        if (store.engine() == StoreConfig.Engine.CASSANDRA && !persistence.enabled()) {
            throw new IllegalArgumentException("store.engine is cassandra, but persistence.enabled is false: nothing"
                    + " would be kept there; leave out one of the two");
        }
        listeners.keySet().forEach(ServerConfig::checkName);
        listeners = Collections.unmodifiableMap(new LinkedHashMap<>(listeners));
    }

    /// Names stand beside `metrics`, `admin` and `api` where ports are listed, and in the names of environment
    /// variables.
    private static void checkName(String name) {
        if (!name.matches("[a-z][a-z0-9-]{0,31}")
                || Set.of("metrics", "admin", "api").contains(name)) {
            throw new IllegalArgumentException(
                    "listeners are named with small letters, digits and -, and not metrics, admin or api; not " + name);
        }
    }

    public static ServerConfig defaults() {
        Map<String, ListenerConfig> listeners = new LinkedHashMap<>();
        listeners.put("tcp", ListenerConfig.of(ListenerKind.TCP, new Port(1883)));
        listeners.put("tls", ListenerConfig.of(ListenerKind.TLS, new Port(8883)));
        listeners.put("ws", ListenerConfig.of(ListenerKind.WS, new Port(8083)));
        listeners.put("wss", ListenerConfig.of(ListenerKind.WSS, new Port(8084)));
        listeners.put("amqp", ListenerConfig.of(ListenerKind.AMQP, "127.0.0.1", new Port(5672)));
        listeners.put("amqps", ListenerConfig.of(ListenerKind.AMQPS, new Port(5671)));
        return new ServerConfig(
                "./data",
                Profile.CLOUD,
                "0.0.0.0",
                listeners,
                PersistenceConfig.defaults(),
                StoreConfig.defaults(),
                BrokerConfig.defaults(),
                CloudLimits.defaults(Profile.CLOUD),
                AuthConfig.defaults(),
                ExchangeConfig.defaults(),
                AmqpSettings.defaults(),
                TracesConfig.defaults(),
                AlarmsConfig.defaults(),
                MetricsConfig.defaults(),
                AdminConfig.defaults(),
                ConsoleConfig.defaults(),
                ApiConfig.defaults(),
                ClusterConfig.defaults(),
                LogConfig.defaults());
    }
}
