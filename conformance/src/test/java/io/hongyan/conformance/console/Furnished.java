package io.hongyan.conformance.console;

import static io.hongyan.conformance.console.Administration.segment;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.hongyan.conformance.ServedProgram;
import io.hongyan.transport.certificate.TestAuthority;
import io.hongyan.transport.certificate.TestIdentity;
import java.util.List;
import java.util.Map;
import org.eclipse.paho.client.mqttv3.MqttClient;

/// Something of each kind in the first instance of a stage, so that each page has a row.
///
/// @param device the client id of one that is connected
/// @param message the id of a message whose way is kept
/// @param retained a topic that has a retained message
record Furnished(String device, String message, String retained) {
    static Furnished of(Stage stage) throws Exception {
        Administration service = stage.administration();
        service.post(stage.of("/traces"), Map.of("mode", "all"));
        service.post(stage.of("/blacklist"), Map.of("clientId", stage.id("banned")));
        service.post("/alarms", Map.of("metric", "connections", "threshold", 9000));
        service.post(
                "/rocketmq", Map.of("name", "orders", "addresses", List.of("127.0.0.1:" + ServedProgram.freePort())));
        service.post(
                stage.of("/rules"),
                Map.of(
                        "id",
                        "to-orders",
                        "kind",
                        "outbound",
                        "connection",
                        "orders",
                        "resource",
                        stage.topic(),
                        "topic",
                        "orders",
                        "enabled",
                        false));
        certificates(stage);

        MqttClient device = stage.device("furnished");
        device.subscribe(new String[] {stage.topic() + "/one", stage.topic() + "/two"}, new int[] {1, 1});
        String retained = stage.topic() + "/lamp";
        device.publish(retained, "on".getBytes(UTF_8), 1, true);
        await().until(() -> service.has(stage.of("/retained-message?topic=" + segment(retained))));
        String message = service.post(stage.of("/publish"), Map.of("topic", stage.topic() + "/one", "payload", "hello"))
                .path("messageId")
                .asString();
        await().until(() -> service.has(stage.of("/traces/messages/" + message)));
        return new Furnished(stage.id("furnished"), message, retained);
    }

    private static void certificates(Stage stage) throws Exception {
        Administration service = stage.administration();
        TestAuthority authority = TestAuthority.root("Factory", "EC");
        String code = service.post(stage.of("/ca-code"), Map.of()).path("code").asString();
        service.post(
                stage.of("/ca"),
                Map.of(
                        "name",
                        "factory",
                        "certificate",
                        authority.pem(),
                        "verification",
                        authority.verification(code)));
        TestIdentity server = authority.issue(TestAuthority.Wish.server("mqtt.example.com"));
        service.post(
                stage.of("/certificates"),
                Map.of("name", "shop", "certificates", server.chainPem(), "key", server.keyPem()));
    }
}
