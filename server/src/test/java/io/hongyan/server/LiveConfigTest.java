package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.config.source.ConfigChanges;
import io.hongyan.server.config.source.ConfigSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Goal: the table of keys, which the documentation shows, and what a reload changes agree.
class LiveConfigTest {
    private static final List<String> RELOADED = List.of(
            "broker.memory.instance=1MiB",
            "broker.memory.total=2MiB",
            "broker.store.instance=3MiB",
            "broker.store.total=4MiB",
            "broker.store.instanceMessages=5",
            "broker.flood.maxConnections=6",
            "broker.flood.connectionsPerAddress=7",
            "cloud.groups=8",
            "cloud.connection.maxKeepAlive=9s",
            "log.level=debug",
            "log.format=json",
            "log.linesPerSecond=10",
            "log.connects=true",
            "log.http=on");
    private static final List<String> RESTART = List.of(
            "data=./other",
            "profile=open",
            "bind=127.0.0.1",
            "listeners.tcp.port=11",
            "persistence.enabled=false",
            "broker.shards=1",
            "broker.protocol.maxTopicLevels=13",
            "broker.session.maxInflight=14",
            "broker.memory.connectionBacklog=15KiB",
            "broker.store.maxAge=16h",
            "broker.retained.maxMessages=17",
            "broker.sharedStrategy=sticky",
            "broker.sysInterval=18s",
            "broker.drainTimeout=19s",
            "auth.allowAnonymous=true",
            "alarms.mail.port=25",
            "console.oidc.label=Plant",
            "metrics.port=20",
            "admin.kind=https",
            "admin.port=21",
            "admin.key=0123456789abcdef");

    private static ServerConfig read(List<String> settings) {
        return new ConfigSource(null, Map.of(), settings).read(new ArrayList<>());
    }

    private static List<String> keys(List<String> settings) {
        return settings.stream()
                .map(each -> each.substring(0, each.indexOf('=')))
                .toList();
    }

    @Test
    void what_the_table_of_keys_marks_changes_and_nothing_else() {
        ServerConfig now = ServerConfig.defaults();
        List<String> all = new ArrayList<>(RELOADED);
        all.addAll(RESTART);
        all.addAll(List.of("admin.keys.night-shift.key=fedcba9876543210", "listeners.more.port=22"));
        ServerConfig wanted = read(all);
        ConfigChanges changes = ConfigChanges.between(now, wanted);
        assertThat(changes.reloaded()).containsAll(keys(RELOADED)).contains("admin.keys.night-shift");
        assertThat(changes.restart()).containsAll(keys(RESTART)).contains("listeners.more");
        assertThat(changes.reloaded()).hasSize(RELOADED.size() + 1);
        assertThat(changes.restart()).hasSize(RESTART.size() + 1);

        ServerConfig next = LiveConfig.changed(now, wanted);
        assertThat(ConfigChanges.between(next, wanted).reloaded()).isEmpty();
        assertThat(ConfigChanges.between(now, next).restart()).isEmpty();
    }
}
