package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.json.JsonFields;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: whoever wonders where the load comes from asks once.
class TopRoutesTest {
    @TempDir
    private Path folder;

    private AdministeredServer server;
    private String top;

    @BeforeEach
    void start() throws IOException {
        server = AdministeredServer.start(
                folder.resolve("data"), "profile=open", "auth.allowAnonymous=true", "broker.shards=2");
        top = "/instances/"
                + Credentials.read(folder.resolve("data")).orElseThrow().instance() + "/top";
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RawClient client(String id) {
        RawClient client = new RawClient(server.port("tcp"))
                .connect(Connecting.as(Version.MQTT_5, id).lasting());
        client.expectAccepted();
        return client;
    }

    private static List<String> texts(JsonFields answer, String list, String name) {
        return answer.objects(list).stream().map(each -> each.text(name)).toList();
    }

    @Test
    void talkers_topics_and_slow_subscribers_are_listed_with_the_most_first() throws Exception {
        client("away").subscribe(QoS.AT_LEAST_ONCE, "a/#").leave();
        client("far").subscribe(QoS.AT_LEAST_ONCE, "a/1").leave();
        try (RawClient loud = client("loud");
                RawClient quiet = client("quiet")) {
            for (int i = 0; i < 7; i++) {
                loud.publishAndWait("a/" + i % 2, "12345");
            }
            quiet.publishAndWait("b", "x");
            quiet.publishAndWait("a/1", "x");
            await().until(() -> server.ask(top).objects("slow").size() == 2);
            JsonFields answer = server.ask(top);
            assertThat(answer.objects("talkers").getFirst().values())
                    .containsEntry("clientId", "loud")
                    .containsEntry("messages", 7L)
                    .containsEntry("bytes", 35L);
            assertThat(texts(answer, "talkers", "clientId")).containsExactly("loud", "quiet");
            assertThat(texts(answer, "topics", "topic")).containsExactly("a/0", "a/1", "b");
            assertThat(answer.objects("topics").get(1).values()).containsEntry("messages", 4L);
            assertThat(texts(answer, "slow", "clientId")).containsExactly("away", "far");
            assertThat(answer.objects("slow").getFirst().values())
                    .containsEntry("queued", 8L)
                    .containsEntry("connected", false)
                    .hasEntrySatisfying(
                            "queuedBytes", bytes -> assertThat((Long) bytes).isGreaterThan(36));
            assertThat(answer.number("sinceSeconds")).isBetween(0L, 600L);
            JsonFields one = server.ask(top + "?kind=talkers&limit=1");
            assertThat(one.names()).containsExactly("talkers", "sinceSeconds");
            assertThat(texts(one, "talkers", "clientId")).containsExactly("loud");
        }
    }

    @Test
    void the_metrics_of_an_instance_count_what_its_clients_did() throws Exception {
        try (RawClient client = client("c")) {
            client.subscribe(QoS.AT_MOST_ONCE, "a");
            client.publish("a", "text");
            client.expectMessage("a", "text");
            String label = "{instance=\"" + top.split("/", -1)[2] + "\"}";
            Operator operator = server.operator();
            assertThat(operator.metric("hongyan_instance_connections" + label)).isEqualTo(1);
            assertThat(operator.metric("hongyan_instance_messages_received_total" + label))
                    .isEqualTo(1);
            assertThat(operator.metric("hongyan_instance_messages_sent_total" + label))
                    .isEqualTo(1);
            client.leave();
            await().until(() -> operator.metric("hongyan_instance_connections" + label) == 0);
        }
    }

    @Test
    void a_wrong_question_is_refused_with_what_would_be_right() throws Exception {
        assertThat(server.send("GET", top + "?kind=fast", "").body())
                .contains("kind is slow or talkers or topics, not fast");
        assertThat(server.send("GET", top + "?limit=101", "").body()).contains("limit is 1 to 100, not 101");
        assertThat(server.send("GET", "/instances/none/top", "").statusCode()).isEqualTo(404);
    }
}
