package io.hongyan.cluster.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.auth.AllowAllAuthenticator;
import io.hongyan.broker.auth.AuthExchange;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.config.MemoryLimits;
import io.hongyan.cluster.connection.ConnectionCounters.Figure;
import io.hongyan.cluster.link.LinkOptions;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Neither side takes more than it can hold, and whoever is slow holds up nobody else.
class FlowControlTest {
    private static final int MESSAGE = 20_000;

    /// Answers when the test says so.
    private static final class Patient implements Authenticator {
        private final Authenticator all = new AllowAllAuthenticator(TestNode.INSTANCE);
        final Queue<Runnable> answers = new ConcurrentLinkedQueue<>();

        @Override
        public void authenticate(ConnectRequest request, Consumer<AuthResult> answer) {
            if (request.connect().clientId().equals("late")) {
                answers.add(() -> all.authenticate(request, answer));
            } else {
                all.authenticate(request, answer);
            }
        }

        @Override
        public @Nullable ClientPolicy policy(String instance) {
            return all.policy(instance);
        }

        @Override
        public @Nullable AuthExchange exchange(String method, ConnectRequest request) {
            return all.exchange(method, request);
        }
    }

    private static Thread inBackground(Runnable task) {
        return Thread.ofVirtual().start(task);
    }

    /// Others of the same link get their answers.
    private static void expectOthersGoOn(RawClient other) {
        for (int i = 0; i < 50; i++) {
            other.expectNothing();
        }
    }

    @Test
    void nothing_is_read_until_the_client_is_let_in() throws InterruptedException {
        Patient patient = new Patient();
        try (TwoNodes nodes = TwoNodes.start(parts -> parts.with(patient))) {
            RawClient other = nodes.connected(nodes.portA, Connecting.as(Version.MQTT_3_1_1, "other"));
            RawClient late = nodes.open(nodes.portA).connect(Connecting.as(Version.MQTT_3_1_1, "late"));
            Thread sender = inBackground(() -> {
                for (int i = 0; i < 1000; i++) {
                    late.publish("t", "x".repeat(MESSAGE));
                }
                late.publish("t", "last", QoS.AT_LEAST_ONCE, 9);
            });
            Awaitility.await().until(() -> !patient.answers.isEmpty());
            long before = nodes.a.count(Figure.BYTES_TO_OWNERS);
            expectOthersGoOn(other);
            assertThat(nodes.a.count(Figure.BYTES_TO_OWNERS) - before).isEqualTo(50 * 2);
            patient.answers.remove().run();
            late.expectAccepted();
            assertThat(late.expect(Received.PUBACK).packetId()).isEqualTo(9);
            sender.join();
        }
    }

    @Test
    void a_publisher_that_the_owner_pauses_sends_a_window_and_one_frame_at_most() throws InterruptedException {
        try (TwoNodes nodes = TwoNodes.start()) {
            RawClient other = nodes.connected(nodes.portA, Connecting.as(Version.MQTT_3_1_1, "other"));
            RawClient fast = nodes.connected(nodes.portA, Connecting.as(Version.MQTT_3_1_1, "fast"));
            int window = ConnectionOptions.USUAL.window();
            for (int round = 0; round < 3; round++) {
                nodes.b.congested = true;
                long before = nodes.a.count(Figure.BYTES_TO_OWNERS);
                long delivered = nodes.b.count(Figure.BYTES_FROM_SOCKETS);
                int packetId = round + 1;
                Thread sender = inBackground(() -> {
                    for (int i = 0; i < 500; i++) {
                        fast.publish("t", "x".repeat(MESSAGE));
                    }
                    fast.publish("t", "last", QoS.AT_LEAST_ONCE, packetId);
                });
                Awaitility.await().until(() -> nodes.a.count(Figure.BYTES_TO_OWNERS) - before >= window);
                expectOthersGoOn(other);
                // One message is taken before the owner pauses its publisher.
                assertThat(nodes.a.count(Figure.BYTES_TO_OWNERS) - before)
                        .isLessThan(window + 2 * (MESSAGE + 10) + 50 * 2 + ConnectionOptions.USUAL.consumedEvery());
                assertThat(nodes.b.count(Figure.BYTES_FROM_SOCKETS) - delivered)
                        .isLessThan(window + 2 * (MESSAGE + 10) + 50 * 2 + ConnectionOptions.USUAL.consumedEvery());
                nodes.b.congested = false;
                assertThat(fast.expect(Received.PUBACK).packetId()).isEqualTo(packetId);
                sender.join();
            }
        }
    }

    /// With the usual marks, and with the smallest: then all that is told is in small steps.
    @ParameterizedTest
    @ValueSource(ints = {4096, 64 << 10, 1 << 20})
    void a_subscriber_that_does_not_read_is_sent_little_and_gets_the_rest_later(int highWater) throws IOException {
        BrokerConfig config = BrokerConfig.defaults().withMemory(new MemoryLimits(highWater, 0, 0));
        try (TwoNodes nodes =
                TwoNodes.start(parts -> parts.with(config).with(ConnectionOptions.USUAL.withHighWater(highWater)))) {
            Socket small = new Socket();
            small.setReceiveBufferSize(8192);
            small.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), nodes.portA));
            RawClient sleeper = nodes.keep(new RawClient(small)).connect(Connecting.as(Version.MQTT_3_1_1, "sleeper"));
            sleeper.expectAccepted();
            sleeper.subscribe(QoS.AT_MOST_ONCE, "0").subscribe(QoS.AT_LEAST_ONCE, "1");
            RawClient publisher = nodes.connected(nodes.portB, Connecting.as(Version.MQTT_3_1_1, "publisher"));
            RawClient other = nodes.connected(nodes.portA, Connecting.as(Version.MQTT_3_1_1, "other"));
            String text = "x".repeat(MESSAGE);
            for (int i = 0; i < 700; i++) {
                publisher.publish("0", text);
                publisher.publishAndWait("1", i + " " + text);
            }
            expectOthersGoOn(other);
            // The kernel holds some megabytes for a socket; 28 MB were published.
            assertThat(nodes.a.count(Figure.BYTES_FROM_OWNERS)).isLessThan(12L << 20);
            int next = 0;
            while (next < 700) {
                Received message = sleeper.expect(Received.PUBLISH);
                if (message.qos() == 1) {
                    assertThat(message.payload()).startsWith(next + " ");
                    sleeper.pubAck(message.packetId());
                    next++;
                }
            }
            sleeper.expectNothing();
        }
    }

    @Test
    void a_small_link_is_shared_by_all() throws InterruptedException {
        LinkOptions little = TestNode.Parts.PLAIN.withBacklog(16 << 10, 256 << 10);
        try (TwoNodes nodes = TwoNodes.start(
                parts -> parts.with(little).with(ConnectionOptions.USUAL.withLink(64 << 10, 128 << 10)))) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                clients.add(nodes.connected(nodes.portA, Connecting.as(Version.MQTT_3_1_1, "c" + i))
                        .subscribe(QoS.AT_LEAST_ONCE, "own/" + i));
            }
            List<Thread> threads = new ArrayList<>();
            Queue<String> wrong = new ConcurrentLinkedQueue<>();
            for (int i = 0; i < 40; i++) {
                int number = i;
                threads.add(inBackground(() -> {
                    try {
                        echo(clients.get(number), number);
                    } catch (RuntimeException | AssertionError e) {
                        wrong.add(number + ": " + e);
                    }
                }));
            }
            for (Thread each : threads) {
                each.join();
            }
            assertThat(wrong).isEmpty();
            assertThat(nodes.a.linkEvents.ends).isEmpty();
            assertThat(nodes.b.linkEvents.ends).isEmpty();
        }
    }

    private static void echo(RawClient client, int number) {
        String text = "y".repeat(30_000);
        for (int i = 1; i <= 20; i++) {
            client.publish("own/" + number, i + " " + text, QoS.AT_LEAST_ONCE, i);
        }
        int acknowledged = 0;
        int got = 0;
        while (acknowledged < 20 || got < 20) {
            Received packet = client.next();
            if (packet.type() == Received.PUBACK) {
                acknowledged++;
            } else {
                got++;
                assertThat(packet.payload()).startsWith(got + " ");
                client.pubAck(packet.packetId());
            }
        }
    }
}
