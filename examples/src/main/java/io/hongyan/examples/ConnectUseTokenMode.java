package io.hongyan.examples;

import io.hongyan.client.MqttClient;
import io.hongyan.client.auth.TokenCredentials;
import io.hongyan.client.auth.TokenCredentials.Token;
import io.hongyan.codec.Version;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/// The login by token: the device has no secret, only a token that ends. Whoever has the secret applies for it, here
/// with `hongyan token apply`. A device that asks for new ones itself does so in the supplier, which is asked before
/// each connect, and again when the service says that the token ends soon.
final class ConnectUseTokenMode {
    private ConnectUseTokenMode() {}

    public static void main(String[] args) throws InterruptedException {
        Example.start((settings, out) -> run(settings, args.length == 0 ? "" : args[0], out));
    }

    static void run(Settings settings, String token, PrintStream out) {
        if (token.isEmpty()) {
            throw new IllegalArgumentException("the token is missing: give it as argument; './hongyan token apply "
                    + "--resources '" + settings.topic() + "/#' --actions R,W' makes one");
        }
        try (MqttClient client = MqttClient.builder()
                .server(settings.endPoint())
                .version(Version.MQTT_3_1_1)
                .clientId(settings.clientId("token"))
                .credentials(TokenCredentials.of(
                        settings.accessKey(), settings.instanceId(), () -> List.of(new Token("RW", token))))
                .keepAlive(Duration.ofSeconds(90))
                .connect()) {
            Greetings.exchange(client, settings.topic() + "/testMQ4IoT", 1, out);
        }
    }
}
