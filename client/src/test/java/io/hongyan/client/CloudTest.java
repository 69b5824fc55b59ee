package io.hongyan.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.client.auth.TokenCredentials;
import io.hongyan.client.auth.TokenCredentials.Token;
import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.message.MqttException;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.packet.PubAck;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicCache;
import io.hongyan.codec.wire.PacketDecoder;
import io.hongyan.codec.wire.PacketEncoder;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// The cloud service's own topics, as the service plays them.
class CloudTest {
    private static final Version VERSION = Version.MQTT_3_1_1;

    static Packet read(HostileServer.Peer peer) throws IOException {
        DataInputStream in = new DataInputStream(peer.socket().getInputStream());
        byte[] frame = new byte[2 + 127];
        frame[0] = in.readByte();
        frame[1] = in.readByte();
        in.readFully(frame, 2, frame[1]);
        return new PacketDecoder(new TopicCache(8)).decode(ByteBuffer.wrap(frame, 0, 2 + frame[1]), VERSION);
    }

    private static Publish acknowledged(HostileServer.Peer peer) throws IOException {
        Publish publish = (Publish) read(peer);
        send(peer, new PubAck(publish.packetId()));
        return publish;
    }

    static void send(HostileServer.Peer peer, Packet packet) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(PacketEncoder.size(packet, VERSION));
        PacketEncoder.encode(packet, VERSION, frame);
        peer.socket().getOutputStream().write(frame.array());
    }

    @Test
    void a_token_that_ends_soon_is_replaced_on_the_living_connection() throws IOException {
        Received<ClientEvent> events = new Received<>();
        Received<Publish> uploads = new Received<>();
        AtomicInteger asked = new AtomicInteger();
        try (HostileServer server = new HostileServer(peer -> {
                    peer.accept();
                    send(
                            peer,
                            Publish.atMostOnce(
                                    Topic.of("$SYS/tokenExpireNotice"),
                                    "{\"expireTime\":1700000000000,\"type\":\"RW\"}".getBytes(UTF_8)));
                    uploads.accept(acknowledged(peer));
                    send(
                            peer,
                            Publish.atMostOnce(
                                    Topic.of("$SYS/tokenInvalidNotice"),
                                    "{\"code\":3,\"type\":\"RW\"}".getBytes(UTF_8)));
                });
                MqttClient client = MqttClient.builder()
                        .server(server.address())
                        .version(VERSION)
                        .clientId("GID_a@@@1")
                        .credentials(TokenCredentials.of(
                                "ak", "i", () -> List.of(new Token("RW", "token" + asked.incrementAndGet()))))
                        .onEvent(events)
                        .connect()) {
            assertThat(events.next(ClientEvent.TokenExpiring.class))
                    .isEqualTo(new ClientEvent.TokenExpiring("RW", Instant.ofEpochMilli(1_700_000_000_000L)));
            Publish upload = uploads.next();
            assertThat(upload.topic()).hasToString("$SYS/uploadToken");
            assertThat(upload.payload()).asString().isEqualTo("{\"token\":\"token2\",\"type\":\"RW\"}");
            assertThat(events.next(ClientEvent.TokenInvalid.class)).isEqualTo(new ClientEvent.TokenInvalid("RW", 3));
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    void order_is_asked_for_before_anything_is_published() throws IOException {
        Received<Publish> published = new Received<>();
        try (HostileServer server = new HostileServer(peer -> {
                    peer.accept();
                    published.accept(acknowledged(peer));
                    published.accept(acknowledged(peer));
                });
                MqttClient client = MqttClient.builder()
                        .server(server.address())
                        .version(VERSION)
                        .orderedExport()
                        .start()) {
            client.publishTo("parent", "GID_a@@@2", "hi".getBytes(UTF_8));
            Publish order = published.next();
            assertThat(order.topic()).hasToString("$SYS/enableOrderMsg");
            assertThat(order.payload()).asString().isEqualTo("{\"order\":\"true\"}");
            assertThat(published.next().topic()).hasToString("parent/p2p/GID_a@@@2");
        }
    }

    @Test
    void credentials_that_cannot_be_had_are_named() throws IOException {
        try (HostileServer server = new HostileServer(HostileServer.Peer::accept)) {
            MqttClientBuilder builder = MqttClient.builder()
                    .server(server.address())
                    .credentials(clientId -> {
                        throw new IOException("the token service is down");
                    });
            assertThatThrownBy(builder::connect)
                    .isInstanceOf(MqttException.LoginFailed.class)
                    .hasMessageContaining("the token service is down");
        }
    }
}
