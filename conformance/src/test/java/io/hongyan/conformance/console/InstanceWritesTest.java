package io.hongyan.conformance.console;

import static io.hongyan.conformance.console.Act.audit;
import static io.hongyan.conformance.console.Act.fill;
import static io.hongyan.conformance.console.Act.gone;
import static io.hongyan.conformance.console.Act.no;
import static io.hongyan.conformance.console.Act.press;
import static io.hongyan.conformance.console.Act.pressIn;
import static io.hongyan.conformance.console.Act.said;
import static io.hongyan.conformance.console.Act.until;
import static io.hongyan.conformance.console.Act.untilIn;
import static io.hongyan.conformance.console.Act.yes;
import static io.hongyan.conformance.console.Administration.segment;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.codec.foreign.NeedsProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what an administrator changes on the pages of instances, topics, groups, clients and retained messages is said
/// to them in words that name the thing, and is changed in the service.
@Tag("nightly")
@NeedsProgram(
        value = {"node", "chromium"},
        packages = "browser")
class InstanceWritesTest {
    @TempDir
    private static Path folder;

    private static Stage stage;
    private static Administration service;
    private static Window window;

    @BeforeAll
    static void start() throws Exception {
        stage = new Stage(folder, "instance-writes");
        service = stage.administration();
        window = stage.window("writer", "administrator");
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
    }

    private static List<String> instances() throws Exception {
        return service.list("/instances", "instances", "id");
    }

    @Test
    void an_instance_is_created_and_deleted() throws Exception {
        Seen refused = window.at(
                "/console/instances",
                press("instances-create"),
                fill("instances-id", stage.instance()),
                audit(),
                press("instances-form-submit"),
                Act.untilText("instance " + stage.instance() + " exists"));
        assertThat(refused.overlay()).contains(stage.instance());

        Seen made = window.act(
                fill("instances-id", "mqtt-browser"),
                press("instances-profile-open"),
                press("instances-form-submit"),
                said(),
                untilIn("mqtt-browser", "instances-delete"));
        assertThat(made.messages()).containsExactly("Instance mqtt-browser is created.");
        assertThat(service.get("/instances/mqtt-browser").path("profile").asString())
                .isEqualTo("open");

        Seen kept = window.act(pressIn("mqtt-browser", "instances-delete"), no());
        assertThat(kept.questions()).singleElement().asString().contains("Delete the instance mqtt-browser?");
        assertThat(instances()).contains("mqtt-browser");

        Seen gone = window.act(pressIn("mqtt-browser", "instances-delete"), yes(), said());
        assertThat(gone.messages()).containsExactly("Instance mqtt-browser is deleted.");
        assertThat(gone.text()).doesNotContain("mqtt-browser");
        assertThat(instances()).containsExactly(stage.instance());
    }

    @Test
    void a_parent_topic_is_created_and_deleted() throws Exception {
        Seen made = window.at(
                stage.page("/topics"),
                press("topics-create"),
                fill("topics-name", "lamps"),
                fill("topics-remark", "Halls & <yards>"),
                audit(),
                press("topics-form-submit"),
                said(),
                untilIn("lamps", "topics-delete"));
        assertThat(made.messages()).containsExactly("Parent topic lamps is created.");
        assertThat(made.text()).contains("lamps").contains("Halls & <yards>");
        assertThat(service.one(stage.of("/topics?details=true"), "topics", "name", "lamps")
                        .path("remark")
                        .asString())
                .isEqualTo("Halls & <yards>");

        Seen gone = window.act(pressIn("lamps", "topics-delete"), yes(), said());
        assertThat(gone.questions()).singleElement().asString().contains("Delete the parent topic lamps?");
        assertThat(gone.messages()).containsExactly("Parent topic lamps is deleted.");
        assertThat(service.list(stage.of("/topics"), "topics", "")).doesNotContain("lamps");
    }

    @Test
    void a_group_is_created_and_deleted() throws Exception {
        Seen made = window.at(
                stage.page("/groups"),
                press("groups-create"),
                fill("groups-name", "GID_lamps"),
                audit(),
                press("groups-form-submit"),
                said(),
                untilIn("GID_lamps", "groups-delete"));
        assertThat(made.messages()).containsExactly("Group GID_lamps is created.");
        assertThat(service.list(stage.of("/groups"), "groups", "")).contains("GID_lamps");

        Seen gone = window.act(pressIn("GID_lamps", "groups-delete"), yes(), said());
        assertThat(gone.questions()).singleElement().asString().contains("Delete the group GID_lamps?");
        assertThat(gone.messages()).containsExactly("Group GID_lamps is deleted.");
        assertThat(service.list(stage.of("/groups"), "groups", "")).doesNotContain("GID_lamps");
    }

    @Test
    void a_name_that_the_service_refuses_is_told_beside_the_field() throws Exception {
        Seen refused = window.at(
                stage.page("/topics"),
                press("topics-create"),
                fill("topics-name", "a/b"),
                press("topics-form-submit"),
                Act.untilText("a/b"),
                press("topics-form-cancel"));
        assertThat(refused.messages()).isEmpty();
        assertThat(service.list(stage.of("/topics"), "topics", "")).doesNotContain("a/b");
    }

    @Test
    void tags_of_an_instance_are_changed() throws Exception {
        Seen saved = window.at(
                stage.page(""),
                press("instance-tags-edit"),
                fill("instance-tag-key", "site"),
                fill("instance-tag-value", "Halle <1>"),
                press("instance-tags-save"),
                said());
        assertThat(saved.messages()).containsExactly("The tags are saved.");
        assertThat(saved.text()).contains("Halle <1>");
        assertThat(service.one(stage.of(""), "tags", "key", "site")
                        .path("value")
                        .asString())
                .isEqualTo("Halle <1>");
    }

    @Test
    void a_client_is_disconnected_and_its_session_stays() throws Exception {
        MqttClient device = stage.device("kicked");
        String id = stage.id("kicked");
        String page = stage.page("/clients/" + segment(id));
        Seen kept = window.at(page, press("client-disconnect"), no());
        assertThat(kept.questions()).singleElement().asString().contains("Disconnect the client " + id + "?");
        assertThat(device.isConnected()).isTrue();

        Seen done = window.act(press("client-disconnect"), yes(), said(), gone("client-disconnect"));
        assertThat(done.messages()).containsExactly("Client " + id + " is disconnected.");
        assertThat(done.text()).contains("away");
        await().until(() -> !device.isConnected());
        assertThat(service.get(stage.of("/clients/" + segment(id)))
                        .path("connected")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void a_session_is_deleted() throws Exception {
        MqttClient device = stage.device("ended");
        String id = stage.id("ended");
        Seen done = window.at(
                stage.page("/clients/" + segment(id)),
                press("client-delete-session"),
                yes(),
                said(),
                until("clients-prefix"));
        assertThat(done.questions()).singleElement().asString().contains(id).contains("cannot be taken back");
        assertThat(done.messages()).containsExactly("The session of " + id + " is deleted.");
        assertThat(done.address()).isEqualTo(stage.page("/clients"));
        await().until(() -> !device.isConnected());
        assertThat(service.has(stage.of("/clients/" + segment(id)))).isFalse();
    }

    @Test
    void one_of_two_subscriptions_is_ended() throws Exception {
        MqttClient device = stage.device("reader");
        String id = stage.id("reader");
        device.subscribe(new String[] {stage.topic() + "/one", stage.topic() + "/two/+"}, new int[] {1, 1});
        Seen done = window.at(
                stage.page("/clients/" + segment(id) + "?tab=subscriptions"),
                pressIn("/two/+", "client-unsubscribe"),
                yes(),
                said());
        assertThat(done.questions()).singleElement().asString().contains(stage.topic() + "/two/+");
        assertThat(done.messages()).containsExactly("The subscription " + stage.topic() + "/two/+ is ended.");
        assertThat(service.list(stage.of("/clients/" + segment(id)), "filters", "filter"))
                .containsExactly(stage.topic() + "/one");
        assertThat(device.isConnected()).isTrue();
    }

    @Test
    void a_retained_message_is_deleted() throws Exception {
        String topic = stage.topic() + "/lamp/1";
        stage.device("lamp").publish(topic, "on".getBytes(UTF_8), 1, true);
        await().until(() -> service.has(stage.of("/retained-message?topic=" + segment(topic))));
        Seen done = window.at(
                stage.page("/retained"),
                pressIn(topic, "retained-open"),
                until("retained-message"),
                audit(),
                press("retained-delete"),
                yes(),
                said());
        assertThat(done.questions()).singleElement().asString().contains("Delete the retained message of " + topic);
        assertThat(done.messages()).containsExactly("The retained message of " + topic + " is deleted.");
        assertThat(service.list(stage.of("/retained"), "retained", "topic")).doesNotContain(topic);
    }

    @Test
    void traces_are_switched_on() throws Exception {
        service.post(stage.of("/traces"), Map.of("mode", "off"));
        Seen done = window.at(stage.page("/traces"), Act.choose("traces-mode", "all"), said());
        assertThat(done.messages()).containsExactly("Traces are changed.");
        assertThat(service.get(stage.of("")).path("traces").asString()).isEqualTo("all");
    }
}
