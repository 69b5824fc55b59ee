package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.broker.SystemClock;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.TraceMode;
import io.hongyan.cloud.trace.TraceQuery;
import io.hongyan.cloud.trace.TraceSettings;
import io.hongyan.cloud.trace.Traces;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.server.config.source.ConfigSource;
import io.hongyan.server.data.Backup;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.data.OpenMetadata;
import io.hongyan.store.rocksdb.trace.RocksDbTraceLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A service keeps traces from when they are switched on.
class ServedTracesTest {
    @TempDir
    private Path folder;

    private Path data = Path.of("");

    private Server start() throws IOException {
        data = folder.resolve("data");
        List<String> settings =
                new ArrayList<>(List.of("data=" + data, "profile=open", "auth.allowAnonymous=true", "bind=127.0.0.1"));
        for (String listener : List.of(
                "listeners.tcp",
                "listeners.tls",
                "listeners.ws",
                "listeners.wss",
                "listeners.amqp",
                "listeners.amqps",
                "metrics",
                "admin")) {
            settings.add(listener + ".port=" + (listener.matches(".*tcp|metrics") ? "auto" : "0"));
        }
        return Server.start(new ConfigSource(null, Map.of(), settings).read(new ArrayList<>()));
    }

    private static void exchange(Server server) {
        RawClient reader =
                new RawClient(server.ports().get("tcp")).connect(Connecting.as(Version.MQTT_3_1_1, "reader"));
        reader.expectAccepted();
        reader.subscribe(QoS.AT_LEAST_ONCE, "a");
        RawClient writer = new RawClient(server.ports().get("tcp")).connect(Connecting.as(Version.MQTT_5, "writer"));
        writer.expectAccepted();
        writer.publishAndWait("a", "text");
        reader.expectMessage("a", "text");
        writer.leave();
        reader.leave();
    }

    @Test
    void a_service_has_no_traces_until_they_are_switched_on_and_then_keeps_them() throws IOException {
        try (Server server = start()) {
            exchange(server);
            assertThat(new Operator(server.ports(), data).metric("hongyan_traces_written_total"))
                    .isZero();
        }
        assertThat(data.resolve("traces")).doesNotExist();
        String instance = Credentials.read(data).orElseThrow().instance();
        Metadata metadata = OpenMetadata.in(data);
        metadata.traces(instance, TraceMode.ALL);
        try (Server server = start()) {
            exchange(server);
            Operator operator = new Operator(server.ports(), data);
            await().until(() -> operator.metric("hongyan_traces_written_total") == 6);
            assertThat(operator.metric("hongyan_traces_dropped_total{reason=\"queue_full\"}"))
                    .isZero();
        }
        try (Traces traces = new Traces(
                () -> RocksDbTraceLog.open(data.resolve("traces")), TraceSettings.defaults(), new SystemClock())) {
            metadata.listen(traces::follow);
            TraceQuery all = new TraceQuery(0, Long.MAX_VALUE, 1, 10, false);
            assertThat(traces.device(instance, "writer", all).entries())
                    .extracting(entry -> entry.kind().info())
                    .containsExactly("accepted", "disconnected by client");
            assertThat(traces.messagesOf(instance, "reader", all).entries())
                    .extracting(entry -> entry.kind().action())
                    .containsExactly("sub");
        }
        Path copy = folder.resolve("copy");
        Backup.write(data, null, copy);
        assertThat(copy.resolve("metadata.json")).exists();
        assertThat(copy.resolve("traces")).doesNotExist();
    }
}
