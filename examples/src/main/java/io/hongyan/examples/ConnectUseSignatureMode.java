package io.hongyan.examples;

import io.hongyan.client.MqttClient;
import io.hongyan.client.auth.CloudSignature;
import io.hongyan.client.auth.Login;
import io.hongyan.codec.Version;
import java.io.PrintStream;
import java.time.Duration;

/// The login by signature, step by step: the user name names the AccessKey, the password is the signed client id. Any
/// MQTT client can do that; [SendMessageToMqtt] leaves it to the library.
final class ConnectUseSignatureMode {
    private ConnectUseSignatureMode() {}

    public static void main(String[] args) throws InterruptedException {
        Example.start(ConnectUseSignatureMode::run);
    }

    static void run(Settings settings, PrintStream out) {
        String clientId = settings.clientId("signature");
        Login login = CloudSignature.of(settings.accessKey(), settings.secretKey(), settings.instanceId())
                .login(clientId);
        out.println("user name " + login.username());
        try (MqttClient client = MqttClient.builder()
                .server(settings.endPoint())
                .version(Version.MQTT_3_1_1)
                .clientId(clientId)
                .credentials(clientIdAgain -> login)
                .keepAlive(Duration.ofSeconds(90))
                .connect()) {
            Greetings.exchange(client, settings.topic() + "/testMQ4IoT", 1, out);
        }
    }
}
