package io.hongyan.examples;

import io.hongyan.client.MqttClient;
import io.hongyan.client.auth.CloudSignature;
import io.hongyan.codec.Version;
import java.io.PrintStream;
import java.time.Duration;

/// Connects by signature, subscribes a topic, publishes to it and receives what it sent.
final class SendMessageToMqtt {
    private SendMessageToMqtt() {}

    public static void main(String[] args) throws InterruptedException {
        Example.start(SendMessageToMqtt::run);
    }

    static void run(Settings settings, PrintStream out) {
        try (MqttClient client = MqttClient.builder()
                .server(settings.endPoint())
                .version(Version.MQTT_3_1_1)
                .clientId(settings.clientId("sender"))
                .credentials(CloudSignature.of(settings.accessKey(), settings.secretKey(), settings.instanceId()))
                .keepAlive(Duration.ofSeconds(90))
                .connect()) {
            Greetings.exchange(client, settings.topic() + "/testMQ4IoT", 3, out);
        }
    }
}
