package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.server.config.source.ConfigSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatencyMetricsTest {
    @TempDir
    private Path folder;

    private Server start() throws IOException {
        List<String> settings = new ArrayList<>(
                List.of("data=" + folder, "profile=open", "auth.allowAnonymous=true", "bind=127.0.0.1"));
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

    @Test
    void how_long_acknowledgements_take_is_in_the_metrics() throws IOException {
        try (Server server = start()) {
            RawClient keeper = new RawClient(server.ports().get("tcp"))
                    .connect(Connecting.as(Version.MQTT_5, "keeper").lasting());
            keeper.expectAccepted();
            keeper.subscribe(QoS.AT_LEAST_ONCE, "a").leave();
            RawClient publisher =
                    new RawClient(server.ports().get("tcp")).connect(Connecting.as(Version.MQTT_5, "publisher"));
            publisher.expectAccepted();
            publisher.publishAndWait("a", "text");
            publisher.leave();
            Operator operator = new Operator(server.ports(), folder);
            assertThat(operator.metric("hongyan_publish_answer_seconds_bucket{qos=\"1\",le=\"+Inf\"}"))
                    .isEqualTo(1);
            assertThat(operator.metric("hongyan_publish_answer_seconds_count{qos=\"1\"}"))
                    .isEqualTo(1);
            assertThat(operator.metric("hongyan_publish_answer_seconds_count{qos=\"2\"}"))
                    .isZero();
            assertThat(operator.metric("hongyan_store_sync_seconds_count")).isPositive();
            assertThat(operator.metric("hongyan_shard_delay_seconds_count")).isNotNegative();
        }
    }
}
