package io.hongyan.examples;

import io.hongyan.client.MqttClient;
import io.hongyan.client.auth.CloudSignature;
import io.hongyan.codec.Version;
import java.io.PrintStream;
import java.time.Duration;

/// Messages that reach the business side in the order in which this client sends them: after each connect, before
/// anything else, `orderedExport` publishes `{"order":"true"}` to `$SYS/enableOrderMsg`.
final class SendOrderMessage {
    private SendOrderMessage() {}

    public static void main(String[] args) throws InterruptedException {
        Example.start(SendOrderMessage::run);
    }

    static void run(Settings settings, PrintStream out) {
        try (MqttClient client = MqttClient.builder()
                .server(settings.endPoint())
                .version(Version.MQTT_3_1_1)
                .clientId(settings.clientId("order"))
                .credentials(CloudSignature.of(settings.accessKey(), settings.secretKey(), settings.instanceId()))
                .keepAlive(Duration.ofSeconds(90))
                .orderedExport()
                .connect()) {
            Greetings.exchange(client, settings.topic() + "/testMQ4IoT", 10, out);
        }
    }
}
