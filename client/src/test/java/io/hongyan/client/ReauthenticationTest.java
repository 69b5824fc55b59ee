package io.hongyan.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.broker.auth.AuthExchange;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.AuthResult.Admitted;
import io.hongyan.broker.auth.AuthResult.Refused;
import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.client.auth.Credentials;
import io.hongyan.client.auth.EnhancedAuth;
import io.hongyan.client.auth.Login;
import io.hongyan.client.config.Reconnect;
import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.message.MqttException;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Auth;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.packet.Disconnect;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.wire.PacketEncoder;
import io.hongyan.testkit.TestBroker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Authenticating again on a living connection, by a method in which the server asks once: the answer is the name
/// backwards, and the server says welcome.
class ReauthenticationTest {
    private static final String METHOD = "ask-once";

    /// The client's side.
    private record Answering(String method, String name) implements EnhancedAuth {
        @Override
        public byte[] first() {
            return name.getBytes(UTF_8);
        }

        @Override
        public byte[] answer(byte @Nullable [] data) {
            return new StringBuilder(name).reverse().toString().getBytes(UTF_8);
        }

        @Override
        public void accepted(byte @Nullable [] data) {
            if (data == null || !new String(data, UTF_8).equals("welcome")) {
                throw new SecurityException("the server did not say welcome");
            }
        }
    }

    private static Login login(String method, String name) {
        return new Login(null, null, new Answering(method, name));
    }

    /// The server's side, which refuses, and answers late, when told to.
    ///
    /// @param answering an exchange ends when it is completed
    private record Asking(
            AtomicInteger admitted, AtomicBoolean refusing, AtomicReference<CompletableFuture<Void>> answering)
            implements Authenticator {
        @Override
        public void authenticate(ConnectRequest request, Consumer<AuthResult> answer) {
            answer.accept(new Admitted(TestBroker.INSTANCE, () -> "", ClientPolicy.open()));
        }

        @Override
        public ClientPolicy policy(String instance) {
            return ClientPolicy.open();
        }

        @Override
        public AuthExchange exchange(String method, ConnectRequest request) {
            AtomicBoolean asked = new AtomicBoolean();
            return (data, answer) -> {
                if (asked.compareAndSet(false, true)) {
                    answer.accept(new AuthExchange.Step.Challenge("backwards?".getBytes(UTF_8)));
                } else if (refusing.get()) {
                    answer.accept(new AuthExchange.Step.Done(
                            new Refused(ReasonCode.NOT_AUTHORIZED, "the test says so"), null));
                } else {
                    admitted.incrementAndGet();
                    CompletableFuture<Void> unused = answering
                            .get()
                            .thenRun(() -> answer.accept(new AuthExchange.Step.Done(
                                    new Admitted(TestBroker.INSTANCE, () -> "anne", ClientPolicy.open()),
                                    "welcome".getBytes(UTF_8))));
                }
            };
        }
    }

    @Test
    void a_client_authenticates_again_while_messages_go_on() {
        CompletableFuture<Void> atOnce = CompletableFuture.completedFuture(null);
        Asking asking = new Asking(new AtomicInteger(), new AtomicBoolean(), new AtomicReference<>(atOnce));
        try (TestBroker broker = TestBroker.builder().authenticator(asking).build();
                MqttClient client = MqttClient.builder()
                        .server("mqtt://127.0.0.1:" + broker.port())
                        .reconnect(Reconnect.NEVER)
                        .credentials(id -> login(METHOD, "anne"))
                        .connect()) {
            assertThat(asking.admitted()).hasValue(1);
            client.reauthenticate();
            assertThat(asking.admitted()).hasValue(2);
            CompletableFuture<Void> later = new CompletableFuture<>();
            asking.answering().set(later);
            CompletableFuture<Void> first = client.async().reauthenticate();
            CompletableFuture<Void> joined = client.async().reauthenticate();
            client.publish("a", "meanwhile");
            asking.answering().set(atOnce);
            later.complete(null);
            first.join();
            joined.join();
            assertThat(asking.admitted()).hasValue(3);
            asking.refusing().set(true);
            assertThatThrownBy(client::reauthenticate)
                    .isInstanceOfSatisfying(
                            MqttException.ConnectionLost.class,
                            lost -> assertThat(lost.reason()).isEqualTo(ReasonCode.NOT_AUTHORIZED));
        }
    }

    private static void send(HostileServer.Peer peer, Packet packet) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(PacketEncoder.size(packet, Version.MQTT_5));
        PacketEncoder.encode(packet, Version.MQTT_5, frame);
        peer.socket().getOutputStream().write(frame.array());
    }

    private static Properties said(String method, String data) {
        return Properties.builder()
                .set(Property.AUTHENTICATION_METHOD, method)
                .set(Property.AUTHENTICATION_DATA, data.getBytes(UTF_8))
                .build();
    }

    /// A server that accepts the client, and then answers its wish with that.
    private static HostileServer answering(@Nullable Packet packet) throws IOException {
        return new HostileServer(peer -> {
            peer.await(1);
            send(peer, new ConnAck(false, ReasonCode.SUCCESS, said(METHOD, "welcome")));
            peer.await(15);
            if (packet != null) {
                send(peer, packet);
            }
        });
    }

    private static MqttClient connected(HostileServer server, Credentials credentials) {
        return MqttClient.builder()
                .server(server.address())
                .reconnect(Reconnect.NEVER)
                .callTimeout(Duration.ofSeconds(5))
                .credentials(credentials)
                .connect();
    }

    private static void refused(@Nullable Packet answer, Class<? extends MqttException> type, String sentence)
            throws IOException {
        try (HostileServer server = answering(answer);
                MqttClient client = connected(server, id -> login(METHOD, "anne"))) {
            assertThatThrownBy(client::reauthenticate).isInstanceOf(type).hasMessageContaining(sentence);
            assertThat(client.isConnected()).isFalse();
        }
    }

    @Test
    void a_server_that_answers_wrongly_is_left() throws IOException {
        refused(
                new Auth(ReasonCode.SUCCESS, said(METHOD, "whatever")),
                MqttException.LoginFailed.class,
                "did not say welcome");
        refused(
                new Auth(ReasonCode.SUCCESS, said("other", "welcome")),
                MqttException.ServerFault.class,
                "names another method: other");
        refused(
                new Auth(ReasonCode.CONTINUE_AUTHENTICATION, Properties.NONE),
                MqttException.ServerFault.class,
                "broke the protocol");
        refused(
                new Auth(ReasonCode.REAUTHENTICATE, said(METHOD, "me too")),
                MqttException.ServerFault.class,
                "out of turn: re-authenticate");
        refused(
                new Disconnect(ReasonCode.NOT_AUTHORIZED, Properties.NONE),
                MqttException.ConnectionLost.class,
                "not authorized");
    }

    @Test
    void auth_that_nobody_asked_for_ends_the_connection() throws IOException {
        Received<ClientEvent> events = new Received<>();
        try (HostileServer server = new HostileServer(peer -> {
                    peer.await(1);
                    send(peer, new ConnAck(false, ReasonCode.SUCCESS, said(METHOD, "welcome")));
                    send(peer, new Auth(ReasonCode.SUCCESS, said(METHOD, "welcome")));
                });
                MqttClient client = MqttClient.builder()
                        .server(server.address())
                        .reconnect(Reconnect.NEVER)
                        .credentials(id -> login(METHOD, "anne"))
                        .onEvent(events)
                        .connect()) {
            assertThat(events.next(ClientEvent.Disconnected.class).cause())
                    .isInstanceOf(MqttException.ServerFault.class)
                    .hasMessageContaining("out of turn");
            assertThat(client.isConnected()).isFalse();
        }
    }

    @Test
    void a_server_that_asks_before_it_is_answered_is_left() throws IOException {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        AtomicInteger asked = new AtomicInteger();
        EnhancedAuth slow = new EnhancedAuth() {
            @Override
            public String method() {
                return METHOD;
            }

            @Override
            public byte[] first() {
                return new byte[0];
            }

            @Override
            public byte[] answer(byte @Nullable [] data) {
                asked.incrementAndGet();
                return answer.join();
            }

            @Override
            public void accepted(byte @Nullable [] data) {}
        };
        try (HostileServer server = new HostileServer(peer -> {
            peer.await(1);
            for (int i = 0; i < 100; i++) {
                send(peer, new Auth(ReasonCode.CONTINUE_AUTHENTICATION, said(METHOD, "question")));
            }
        })) {
            assertThatThrownBy(() -> connected(server, id -> new Login(null, null, slow)))
                    .isInstanceOf(MqttException.ServerFault.class)
                    .hasMessageContaining("out of turn");
            assertThat(asked.get()).isLessThan(2);
        } finally {
            answer.complete(new byte[0]);
        }
    }

    @Test
    void a_silent_server_is_not_waited_for_for_ever() throws IOException {
        try (HostileServer server = answering(null);
                MqttClient client = MqttClient.builder()
                        .server(server.address())
                        .callTimeout(Duration.ofMillis(300))
                        .credentials(id -> login(METHOD, "anne"))
                        .connect()) {
            assertThatThrownBy(client::reauthenticate)
                    .isInstanceOf(MqttException.TimedOut.class)
                    .hasMessageContaining("the authentication");
            assertThat(client.isConnected()).isTrue();
            CompletableFuture<Void> open = client.async().reauthenticate();
            client.async().close().join();
            assertThat(open)
                    .failsWithin(Received.PATIENCE)
                    .withThrowableThat()
                    .withCauseInstanceOf(MqttException.Closed.class);
        }
    }

    @Test
    void credentials_that_have_no_further_exchange_leave_the_connection_as_it_is() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        try (HostileServer server = answering(null);
                MqttClient client = connected(server, id -> switch (asked.incrementAndGet()) {
                    case 1 -> login(METHOD, "anne");
                    case 2 -> login("other", "anne");
                    case 3 -> Login.ANONYMOUS;
                    default -> throw new IOException("the token service is down");
                })) {
            for (String sentence : new String[] {METHOD, METHOD, "the token service is down"}) {
                assertThatThrownBy(client::reauthenticate)
                        .isInstanceOf(MqttException.LoginFailed.class)
                        .hasMessageContaining(sentence);
            }
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    void without_an_exchange_or_a_connection_there_is_nothing_to_repeat() throws IOException {
        try (TestBroker broker = TestBroker.start();
                MqttClient client = MqttClient.connect("mqtt://127.0.0.1:" + broker.port())) {
            assertThatThrownBy(client::reauthenticate)
                    .isInstanceOf(MqttException.LoginFailed.class)
                    .hasMessageContaining("without enhanced authentication");
            client.async().close().join();
            assertThatThrownBy(client::reauthenticate).isInstanceOf(MqttException.Closed.class);
        }
        try (MqttClient offline =
                MqttClient.builder().server("mqtt://127.0.0.1:1").start()) {
            assertThatThrownBy(offline::reauthenticate)
                    .isInstanceOf(MqttException.ConnectionLost.class)
                    .hasMessageContaining("no connection");
        }
    }
}
