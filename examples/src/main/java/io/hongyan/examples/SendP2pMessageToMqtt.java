package io.hongyan.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.client.MqttClient;
import io.hongyan.client.MqttClientBuilder;
import io.hongyan.client.auth.CloudSignature;
import io.hongyan.client.message.Delivery;
import io.hongyan.codec.Version;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Two devices that send messages to each other. `parent/p2p/clientId` reaches that one client, which needs no
/// subscription.
final class SendP2pMessageToMqtt {
    private SendP2pMessageToMqtt() {}

    public static void main(String[] args) throws InterruptedException {
        Example.start(SendP2pMessageToMqtt::run);
    }

    static void run(Settings settings, PrintStream out) throws InterruptedException {
        BlockingQueue<Delivery> forAnn = new LinkedBlockingQueue<>();
        BlockingQueue<Delivery> forBen = new LinkedBlockingQueue<>();
        String direct = settings.topic() + "/p2p/#";
        try (MqttClient ann =
                        device(settings, "ann").listen(direct, forAnn::add).connect();
                MqttClient ben =
                        device(settings, "ben").listen(direct, forBen::add).connect()) {
            send(ann, ben, settings.topic(), "Hello Ben", out);
            Greetings.print(next(forBen), out);
            send(ben, ann, settings.topic(), "Hello Ann", out);
            Greetings.print(next(forAnn), out);
        }
    }

    private static MqttClientBuilder device(Settings settings, String device) {
        return MqttClient.builder()
                .server(settings.endPoint())
                .version(Version.MQTT_3_1_1)
                .clientId(settings.clientId(device))
                .credentials(CloudSignature.of(settings.accessKey(), settings.secretKey(), settings.instanceId()))
                .keepAlive(Duration.ofSeconds(90));
    }

    private static void send(MqttClient from, MqttClient to, String parent, String text, PrintStream out) {
        from.publishTo(parent, to.clientId(), text.getBytes(UTF_8));
        out.println("sent     to " + to.clientId() + " " + text);
    }

    private static @Nullable Delivery next(BlockingQueue<Delivery> arrived) throws InterruptedException {
        return arrived.poll(Greetings.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
