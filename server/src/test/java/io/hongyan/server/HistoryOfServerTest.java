package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.codec.raw.RawClient;
import io.hongyan.server.config.source.ConfigSource;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.json.JsonFields;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A minute of a whole server, which takes as long as that.
@Tag("nightly")
class HistoryOfServerTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    private Server start() throws Exception {
        List<String> settings = new ArrayList<>(List.of("data=" + folder.resolve("data"), "bind=127.0.0.1"));
        for (String on : List.of("listeners.tcp", "metrics", "admin")) {
            settings.add(on + ".port=auto");
        }
        for (String off : List.of("tls", "ws", "wss", "amqp", "amqps")) {
            settings.add("listeners." + off + ".port=0");
        }
        return Server.start(new ConfigSource(null, Map.of(), settings).read(new ArrayList<>()));
    }

    @Test
    void the_next_minute_tells_who_came_and_the_next_run_still_knows() throws Exception {
        String asked = "/history?measures=connects,sessions,connectsRefused";
        try (Server server = start();
                RawClient client = new RawClient(new Socket(
                        InetAddress.getLoopbackAddress(), server.ports().get("tcp")))) {
            Operator operator = new Operator(server.ports(), folder.resolve("data"));
            Credentials credentials = Credentials.read(folder.resolve("data")).orElseThrow();
            assertThat(client.connectReason(Login.of(credentials, "here"))).isZero();
            await().atMost(PATIENCE)
                    .until(() -> !operator.ask(asked).objects("points").isEmpty());
            JsonFields point = operator.ask(asked).objects("points").getFirst();
            assertThat(point.number("connects")).isEqualTo(1);
            assertThat(point.number("sessions")).isEqualTo(1);
            assertThat(point.number("connectsRefused")).isZero();
        }
        try (Server again = start()) {
            Operator operator = new Operator(again.ports(), folder.resolve("data"));
            assertThat(operator.ask(asked).objects("points").getFirst().number("connects"))
                    .isEqualTo(1);
        }
    }
}
