package io.hongyan.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.testkit.Direction;
import io.hongyan.testkit.FaultyProxy;
import io.hongyan.testkit.PacketAction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: the five examples that the cloud service gives its users work here as they do there.
final class CloudExamplesTest {
    @TempDir
    private static Path folder;

    private static LocalServer service;

    private final Settings settings = service.settings();
    private final String topic = settings.topic() + "/testMQ4IoT";

    @BeforeAll
    static void start() throws IOException {
        service = new LocalServer(folder);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void messages_come_back_to_who_subscribed_them() throws Exception {
        assertThat(Printed.by(SendMessageToMqtt::run, settings))
                .containsExactly(
                        "connected as " + settings.clientId("sender"),
                        "sent     " + topic + " Hello MQTT Java Demo 1",
                        "sent     " + topic + " Hello MQTT Java Demo 2",
                        "sent     " + topic + " Hello MQTT Java Demo 3",
                        "received " + topic + " Hello MQTT Java Demo 1",
                        "received " + topic + " Hello MQTT Java Demo 2",
                        "received " + topic + " Hello MQTT Java Demo 3");
    }

    @Test
    void a_signature_lets_a_device_in() throws Exception {
        assertThat(Printed.by(ConnectUseSignatureMode::run, settings))
                .startsWith("user name Signature|" + settings.accessKey() + "|" + settings.instanceId())
                .endsWith("received " + topic + " Hello MQTT Java Demo 1");
    }

    @Test
    void a_token_lets_a_device_in_that_has_no_secret() throws Exception {
        String token = service.token();
        Settings without = new Settings(
                settings.accessKey(),
                "unknown",
                settings.endPoint(),
                settings.instanceId(),
                settings.topic(),
                settings.groupId(),
                "");

        assertThat(Printed.by((all, out) -> ConnectUseTokenMode.run(all, token, out), without))
                .endsWith("received " + topic + " Hello MQTT Java Demo 1");
    }

    @Test
    void without_a_token_one_learns_where_to_get_it() {
        assertThatThrownBy(() -> ConnectUseTokenMode.run(settings, "", System.out))
                .hasMessageContaining("./hongyan token apply --resources '" + settings.topic() + "/#'");
    }

    @Test
    void the_wish_for_order_goes_before_all_messages_and_they_come_in_order() throws Exception {
        List<String> published = new CopyOnWriteArrayList<>();
        List<String> printed;
        try (FaultyProxy proxy = FaultyProxy.to(service.port("tcp"))) {
            proxy.rule((direction, type, packet) -> {
                if (direction == Direction.TO_BROKER && type == FaultyProxy.PUBLISH) {
                    published.add(new String(packet, StandardCharsets.ISO_8859_1));
                }
                return PacketAction.PASS;
            });
            printed = Printed.by(SendOrderMessage::run, service.settings(proxy.port()));
        }

        assertThat(published).hasSize(11);
        assertThat(published.getFirst()).contains("$SYS/enableOrderMsg", "{\"order\":\"true\"}");
        assertThat(printed)
                .filteredOn(line -> line.startsWith("received"))
                .isEqualTo(IntStream.rangeClosed(1, 10)
                        .mapToObj(i -> "received " + topic + " Hello MQTT Java Demo " + i)
                        .toList());
    }

    @Test
    void two_devices_write_to_each_other() throws Exception {
        String direct = settings.topic() + "/p2p/";

        assertThat(Printed.by(SendP2pMessageToMqtt::run, settings))
                .contains(
                        "received " + direct + settings.clientId("ben") + " Hello Ben",
                        "received " + direct + settings.clientId("ann") + " Hello Ann");
    }
}
