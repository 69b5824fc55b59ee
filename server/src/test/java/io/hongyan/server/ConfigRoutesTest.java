package io.hongyan.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.server.config.source.ConfigSource;
import io.hongyan.server.config.source.ReadConfig;
import io.hongyan.server.json.JsonFields;
import io.hongyan.server.log.LogLevels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Goal: an operator sees which value holds and who wrote it, and can have the log tell more without a restart.
class ConfigRoutesTest {
    private static final String KEY = "the-key-of-a-viewer";

    @TempDir
    private Path folder;

    @AfterEach
    void forget() {
        LogLevels.LOGGERS.forEach(logger -> LogLevels.set(logger, null));
    }

    private ReadConfig read(String file) {
        try {
            Files.writeString(folder.resolve("hongyan.yaml"), file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> settings = new ArrayList<>(List.of("data=" + folder.resolve("data"), "bind=127.0.0.1"));
        for (String off : List.of("tcp", "tls", "ws", "wss", "amqp", "amqps")) {
            settings.add("listeners." + off + ".port=0");
        }
        settings.add("metrics.port=0");
        settings.add("admin.port=auto");
        return new ConfigSource(
                        folder.resolve("hongyan.yaml"),
                        Map.of("HONGYAN_LOG_LINES_PER_SECOND", "7"),
                        settings,
                        Map.of("data", "--data"))
                .readAll(new ArrayList<>())
                .usable();
    }

    private static Map<String, JsonFields> values(Operator operator) throws IOException {
        return operator.ask("/configuration").objects("values").stream()
                .collect(Collectors.toMap(each -> each.text("key"), each -> each));
    }

    @Test
    void each_value_tells_who_wrote_it_and_no_secret_is_shown() throws Exception {
        String[] file = {"""
                admin:
                  keys:
                    grafana: {key: the-key-of-a-viewer}
                broker: {sysInterval: 7s}
                log:
                  connects: true
                """};
        try (Server server = Server.start(read(file[0]), () -> read(file[0]))) {
            Operator operator = new Operator(server.ports(), folder.resolve("data"));
            Map<String, JsonFields> values = values(operator);
            String name = folder.resolve("hongyan.yaml").toString();
            assertThat(values.get("broker.sysInterval").values())
                    .containsEntry("value", "7s")
                    .containsEntry("origin", name + ":4");
            assertThat(values.get("log.connects").text("origin")).isEqualTo(name + ":6");
            assertThat(values.get("log.linesPerSecond").values())
                    .containsEntry("value", "7")
                    .containsEntry("origin", "HONGYAN_LOG_LINES_PER_SECOND");
            assertThat(values.get("data").text("origin")).isEqualTo("--data");
            assertThat(values.get("bind").text("origin")).isEqualTo("--set");
            assertThat(values.get("broker.drainTimeout").values())
                    .containsEntry("value", "5s")
                    .containsEntry("origin", "default")
                    .doesNotContainKey("secret");
            assertThat(values.get("admin.keys.grafana.key").values())
                    .containsEntry("value", "***")
                    .containsEntry("secret", true);
            assertThat(values.get("admin.key").text("value")).isEmpty();
            assertThat(values.toString()).doesNotContain(KEY);

            file[0] = file[0].replace("connects: true", "\n  linesPerSecond: 9\n  connects: false")
                    .replace("7s", "9s");
            server.reload();
            Map<String, JsonFields> after = values(operator);
            assertThat(after.get("log.connects").values())
                    .containsEntry("value", "false")
                    .containsEntry("origin", name + ":8");
            assertThat(after.get("broker.sysInterval").text("value"))
                    .as("needs a restart")
                    .isEqualTo("7s");
        }
    }

    @Test
    void a_level_of_the_log_is_set_until_the_service_stops() throws Exception {
        try (AdministeredServer server = AdministeredServer.start(folder.resolve("data"))) {
            var broker = LoggerFactory.getLogger("io.hongyan.broker.Broker");
            assertThat(broker.isDebugEnabled()).isFalse();
            String debug = "{\"logger\":\"io.hongyan.broker\",\"level\":\"debug\"}";
            assertThat(server.operator().change("POST", "/log-levels", debug).toString())
                    .contains("logger=io.hongyan.broker, level=debug, untilStop=true");
            assertThat(broker.isDebugEnabled()).isTrue();
            assertThat(LoggerFactory.getLogger("io.hongyan.server.Server").isDebugEnabled())
                    .isFalse();
            server.server().reload();
            assertThat(broker.isDebugEnabled()).isTrue();
            assertThat(server.ask("/audit").objects("records").getFirst().toString())
                    .contains("io.hongyan.broker", "debug");
            server.send("POST", "/log-levels", debug.replace("\"debug\"", "\"configured\""));
            assertThat(broker.isDebugEnabled()).isFalse();
            assertThat(server.ask("/log-levels").toString()).doesNotContain("untilStop=true");
        }
    }

    @Test
    void a_wrong_logger_or_level_is_refused_with_what_would_be_right() throws Exception {
        try (AdministeredServer server =
                AdministeredServer.start(folder.resolve("data"), "admin.keys.grafana.key=" + KEY)) {
            assertThat(server.send("POST", "/log-levels", "{\"logger\":\"io.hongyan.brokr\",\"level\":\"debug\"}")
                            .body())
                    .contains("bad-request", "did you mean io.hongyan.broker?");
            assertThat(server.send("POST", "/log-levels", "{\"logger\":\"org.eclipse.jetty\",\"level\":\"debug\"}")
                            .body())
                    .contains("bad-request", "known are io.hongyan, ");
            assertThat(server.send("POST", "/log-levels", "{\"logger\":\"io.hongyan\",\"level\":\"loud\"}")
                            .body())
                    .contains("bad-request", "error or warn or info or debug or trace or configured, not loud");
            assertThat(server.send(KEY, "POST", "/log-levels", "{}").statusCode())
                    .isEqualTo(403);
            assertThat(server.send(KEY, "GET", "/log-levels", "").statusCode()).isEqualTo(200);
        }
    }
}
