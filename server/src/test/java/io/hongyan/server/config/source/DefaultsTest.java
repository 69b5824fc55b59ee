package io.hongyan.server.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.server.config.ServerConfig;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Goal: no default changes, and no key appears or goes, without somebody writing it down here.
class DefaultsTest {
    @Test
    void every_key_has_the_default_written_here() {
        Map<String, String> actual = new TreeMap<>();
        collect("", ServerConfig.defaults(), actual);
        assertThat(actual).containsExactlyInAnyOrderEntriesOf(expected());
    }

    private static void collect(String path, Object record, Map<String, String> defaults) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            String key = Binder.join(path, component.getName());
            Object value = Schema.value(component, record);
            if (Schema.isSection(component.getType())) {
                collect(key, value, defaults);
            } else if (value instanceof Map<?, ?> sections && !sections.isEmpty()) {
                sections.forEach((name, section) -> collect(key + "." + name, section, defaults));
            } else {
                defaults.put(key, ValueParser.format(component.getName(), component.getType(), value));
            }
        }
    }

    private static Map<String, String> expected() {
        Map<String, String> expected = new TreeMap<>();
        for (String line : EXPECTED.lines().toList()) {
            List<String> parts = List.of(line.split(" ?= ?", 2));
            expected.put(parts.get(0), parts.get(1));
        }
        for (String listener : List.of("tcp 1883", "tls 8883", "ws 8083", "wss 8084", "amqp 5672", "amqps 5671")) {
            String name = listener.split(" ", 2)[0];
            LISTENER.lines()
                    .map(line -> line.split(" ?= ?", 2))
                    .forEach(parts -> expected.put(
                            "listeners." + name + "." + parts[0],
                            parts[1].replace("KIND", name).replace("PORT", listener.split(" ", 2)[1])));
        }
        expected.put("listeners.amqp.bind", "127.0.0.1");
        return expected;
    }

    private static final String LISTENER = """
            kind = KIND
            bind =
            port = PORT
            path = /mqtt
            origins = []
            proxyProtocol = false
            instance =
            tls.cert =
            tls.key =
            tls.clientCa =
            tls.engine = auto
            tls.clientAuth = none
            tls.sni = {}
            """;

    private static final String EXPECTED = """
            data = ./data
            profile = cloud
            bind = 0.0.0.0
            broker.shards = 0
            broker.protocol.connectTimeout = 10s
            broker.protocol.maxConnectBytes = 256KiB
            broker.protocol.maxPacketBytes = 16MiB
            broker.protocol.receiveMaximum = 1000
            broker.protocol.topicAliasMaximum = 64
            broker.protocol.outgoingAliases = 16
            broker.protocol.maxTopicLevels = 128
            broker.protocol.maxKeepAliveSeconds = 0
            broker.protocol.maxQoS = 2
            broker.protocol.retainAvailable = true
            broker.protocol.sharedAvailable = true
            broker.protocol.maxFiltersPerPacket = 10000
            broker.protocol.responseInformation =
            broker.session.maxExpiry = 30d
            broker.session.maxInflight = 512
            broker.session.maxQueuedMessages = 100000
            broker.session.maxQueuedBytes = 64MiB
            broker.session.onFull = drop-oldest
            broker.session.maxSubscriptions = 1000000
            broker.session.maxSessions = 5000000
            broker.memory.connectionBacklog = 1MiB
            broker.memory.instance = 0
            broker.memory.total = 0
            broker.retained.maxMessages = 1000000
            broker.retained.maxBytes = 1GiB
            broker.flood.maxConnections = 0
            broker.flood.connectsPerSecond = 0
            broker.flood.connectsPerSecondPerAddress = 0
            broker.flood.connectionsPerAddress = 0
            broker.sharedStrategy = round-robin
            broker.store.instance = 8GiB
            broker.store.instanceMessages = 1000000
            broker.store.maxAge = 3d
            broker.store.total = 16GiB
            broker.sysInterval = 10s
            broker.drainTimeout = 5s
            cloud.clientIdLength = 64
            cloud.topicLength = 64
            cloud.packetBytes = 128KiB
            cloud.payloadBytes = 64KiB
            cloud.filtersPerClient = 30
            cloud.wildcardsPerTopic = 100
            cloud.parentTopics = 25
            cloud.groups = 1000
            cloud.strictNames = true
            cloud.connection.maxKeepAlive = 8m
            cloud.connection.minSessionExpiry = 10m
            cloud.connection.maxSessionExpiry = 24855d3h14m7s
            cloud.delivery.offlineBatch = 30
            cloud.delivery.offlineInterval = 5s
            cloud.delivery.retryInterval = 3s
            cloud.reactions.rights = close
            cloud.reactions.unknownTopic = close
            cloud.reactions.invalidTopic = close
            cloud.reactions.payload = drop
            cloud.reactions.serverTopic = drop
            cloud.reactions.filters = refuse
            cloud.reactions.wildcards = drop
            auth.allowAnonymous = false
            auth.passwordFile =
            exchange.plugins =
            auth.aclFile =
            auth.secretKeyFile =
            persistence.enabled = true
            persistence.durability = always
            persistence.interval = 100ms
            store.engine = rocksdb
            store.cassandra.contactPoints = [127.0.0.1:9042]
            store.cassandra.dataCenter =
            store.cassandra.keySpace = hongyan
            store.cassandra.replicationFactor = 3
            store.cassandra.user =
            store.cassandra.passwordFile =
            store.cassandra.ttl = 7d
            traces.keep = 3d
            traces.maxBytes = 1GiB
            traces.sampleOneIn = 100
            alarms.mail.host =
            alarms.mail.port = 587
            alarms.mail.security = starttls
            alarms.mail.user =
            alarms.mail.password =
            alarms.mail.from =
            metrics.bind = 127.0.0.1
            metrics.port = 9464
            console.oidc.issuer =
            console.oidc.clientId =
            console.oidc.clientSecret =
            console.oidc.clientSecretFile =
            console.oidc.address =
            console.oidc.scopes = [openid, profile, email]
            console.oidc.accountClaim = preferred_username
            console.oidc.roleClaim = groups
            console.oidc.roles = {}
            console.oidc.ca =
            console.oidc.label =
            admin.bind = 127.0.0.1
            admin.port = 18083
            admin.key =
            admin.keys = {}
            admin.kind = http
            admin.tls.cert =
            admin.tls.key =
            admin.tls.clientCa =
            admin.tls.clientAuth = none
            api.kind = http
            amqp.acknowledgeTimeout = 30m
            amqp.channelMax = 2047
            amqp.frameMaxBytes = 128KiB
            amqp.heartbeat = 1m
            amqp.loginTimeout = 10s
            amqp.queues.age = 3d
            amqp.queues.attempts = 16
            amqp.queues.bytes = 1GiB
            amqp.queues.messages = 1000000
            amqp.queues.retryDelay = 10s
            amqp.unacknowledged = 512
            api.bind = 127.0.0.1
            api.port = 0
            api.tls.cert =
            api.tls.key =
            api.tls.clientCa =
            api.tls.clientAuth = none
            api.quotas.token = 100
            api.quotas.revoke = 5
            api.quotas.group = 10
            api.quotas.single = 500
            api.quotas.batch = 100
            api.quotas.send = 1000
            api.quotas.console = 20
            api.quotas.address = 300
            cluster.enabled = false
            cluster.name = hongyan
            cluster.node =
            cluster.etcd.endpoints = [127.0.0.1:2379]
            cluster.etcd.user =
            cluster.etcd.passwordFile =
            cluster.etcd.ca =
            cluster.etcd.certificate =
            cluster.etcd.key =
            cluster.link.bind = 0.0.0.0
            cluster.link.port = 7883
            cluster.link.address =
            cluster.link.ca =
            cluster.link.certificate =
            cluster.link.key =
            cluster.link.plain = false
            cluster.serverReference =
            cluster.lease = 8s
            cluster.movesPerSecond = 100
            log.level = info
            log.format = text
            log.linesPerSecond = 5
            log.connects = false
            log.http = false
            """;
}
