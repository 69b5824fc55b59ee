package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.server.config.source.ConfigSource;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a program that was made from `/openapi.json` understands every answer.
class ApiAnswersTest {
    @TempDir
    private Path folder;

    private AdministeredServer server;

    @BeforeEach
    void start() throws IOException {
        Path data = folder.resolve("data");
        List<String> settings = new ArrayList<>(List.of("data=" + data, "bind=127.0.0.1", "broker.shards=2"));
        for (String on : List.of("listeners.tcp", "listeners.tls", "listeners.amqp", "admin")) {
            settings.add(on + ".port=auto");
        }
        for (String off : List.of("listeners.ws", "listeners.wss", "listeners.amqps", "metrics")) {
            settings.add(off + ".port=0");
        }
        settings.addAll(List.of("listeners.tls.tls.clientAuth=registered", "amqp.queues.attempts=1"));
        server = new AdministeredServer(
                Server.start(new ConfigSource(null, Map.of(), settings).read(new ArrayList<>())),
                data,
                HttpClient.newHttpClient());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void every_operation_answers_as_it_is_described() throws Exception {
        DescribedApi api = new DescribedApi(server);
        new ServiceAsked(api).ask();
        new AccountsAsked(api).ask();
        new AlarmsAsked(api).ask();
        new InstancesAsked(api).ask();
        new CertificatesAsked(api).ask();
        new ClientsAsked(api).ask();
        new DevicesAsked(api).ask();
        new RulesAsked(api).ask();
        new QueuesAsked(api).ask();
        assertThat(api.unanswered())
                .as("ask these, too, so that their answers are held to their descriptions")
                .isEmpty();
    }
}
