package io.hongyan.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.client.MqttClient;
import io.hongyan.client.MqttClientBuilder;
import io.hongyan.client.message.Acknowledge;
import io.hongyan.client.message.Message;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.foreign.NeedsProgram;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.spec.CloudRule;
import io.hongyan.server.Server;
import io.hongyan.server.config.source.ConfigSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a mosquitto at the edge is joined to the service by three lines in its configuration.
///
/// By default its bridge brings a retained will on `$SYS/broker/connection/...`, publishes its state there, and asks
/// for a private protocol level first.
@NeedsProgram("mosquitto")
class MosquittoBridgeTest {
    @TempDir
    private Path folder;

    @Test
    void a_bridge_joins_a_plain_broker() throws Exception {
        List<String> settings = new ArrayList<>(List.of(
                "data=" + folder.resolve("data"), "profile=open", "bind=127.0.0.1", "auth.allowAnonymous=true"));
        for (String off : List.of(
                "listeners.tls",
                "listeners.ws",
                "listeners.wss",
                "listeners.amqp",
                "listeners.amqps",
                "metrics",
                "admin")) {
            settings.add(off + ".port=0");
        }
        settings.add("listeners.tcp.port=auto");
        try (Server server = Server.start(new ConfigSource(null, Map.of(), settings).read(new ArrayList<>()))) {
            int port = server.ports().get("tcp");
            MqttClient device = client(port, new Login("device", "", ""));
            messagesOfEachQualityPass(port, new Login("bridge", "", ""), device, "site");
        }
    }

    @Test
    @CloudRule({"1.3/sys-commands", "1.3/will"})
    void a_bridge_joins_the_service_as_a_device() throws Exception {
        try (Endpoint endpoint = Endpoint.start(folder)) {
            int port = endpoint.port(Wire.TCP);
            messagesOfEachQualityPass(port, endpoint.device(), client(port, endpoint.device()), endpoint.topic("site"));
        }
    }

    private void messagesOfEachQualityPass(int port, Login bridge, MqttClient device, String site) throws Exception {
        Path files = Files.createDirectory(folder.resolve("mosquitto"));
        try (device;
                MosquittoBridge mosquitto = MosquittoBridge.start(files, port, bridge, site + "/up/#", site + "/down/#")
                        .awaitReady();
                MqttClient local = client(mosquitto.port(), new Login("local", "", ""))) {
            BlockingQueue<String> up = hear(device, site + "/up/#");
            BlockingQueue<String> down = hear(local, site + "/down/#");
            for (QoS qos : QoS.values()) {
                local.publish(Message.of(site + "/up/1", "up " + qos.level()).withQos(qos));
                assertThat(next(up, mosquitto)).isEqualTo(site + "/up/1 up " + qos.level() + " at " + qos.level());
                device.publish(
                        Message.of(site + "/down/1", "down " + qos.level()).withQos(qos));
                assertThat(next(down, mosquitto))
                        .isEqualTo(site + "/down/1 down " + qos.level() + " at " + qos.level());
            }
            assertThat(Arrays.asList(up.size(), down.size())).containsOnly(0);
            assertThat(mosquitto.said().lines().filter(line -> line.contains("Received CONNACK on connection")))
                    .as("the private level is refused, the next connection lasts")
                    .hasSize(2);
        }
    }

    private static MqttClient client(int port, Login login) {
        MqttClientBuilder builder = MqttClient.builder()
                .server("mqtt://127.0.0.1:" + port)
                .version(Version.MQTT_3_1_1)
                .clientId(login.clientId());
        return login.user().isEmpty()
                ? builder.connect()
                : builder.credentials(login.user(), login.password()).connect();
    }

    private static BlockingQueue<String> hear(MqttClient client, String filter) {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        client.subscribe(
                new Subscription(filter, QoS.EXACTLY_ONCE),
                Acknowledge.AFTER_RECEIVER,
                message -> heard.add(message.topic() + " " + message.text() + " at "
                        + message.qos().level()));
        return heard;
    }

    private static String next(BlockingQueue<String> heard, MosquittoBridge mosquitto) throws Exception {
        String text = heard.poll(20, TimeUnit.SECONDS);
        assertThat(text).as(mosquitto.said()).isNotNull();
        return text;
    }
}
