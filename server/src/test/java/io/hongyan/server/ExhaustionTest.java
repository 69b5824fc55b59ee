package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.spec.CloudRule;
import io.hongyan.server.command.ServeProcess;
import io.hongyan.server.data.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a server near the limit of file descriptors refuses in time; one that has none left rests until it has one;
/// and both serve those whom they have.
class ExhaustionTest {
    private static final int DESCRIPTORS = 256;
    private static final int MESSAGES = 2000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final List<Socket> flood = new ArrayList<>();

    @AfterEach
    void leave() throws IOException {
        for (Socket socket : flood) {
            socket.close();
        }
    }

    @Test
    void without_descriptors_accept_rests_clients_go_on_and_new_ones_come_in_when_there_is_room() throws Exception {
        try (ServeProcess server = start("--set", "broker.flood.maxConnections=100000")) {
            assertThat(server.errors()).contains("raise that, or lower broker.flood.maxConnections");
            Operator operator = new Operator(server.ports(), folder.resolve("data"));
            firstTrouble(server.ports().get("tls"), operator);
            Credentials credentials = server.credentials();
            int port = server.ports().get("tcp");
            try (RawClient client = new RawClient(port)) {
                assertThat(client.connectReason(Login.of(credentials, "here"))).isZero();
                client.publishReason(credentials.topic() + "/x", "read what this needs, too");
                client.publishAndWait(credentials.topic() + "/kept", "and what is behind a write of the store", true);
                client.expectNothing();
                flood(port);
                await().atMost(PATIENCE).until(() -> server.errors().contains("accept failed"));
                Duration before = server.cpu();
                for (int i = 0; i < MESSAGES; i++) {
                    client.publishReason(credentials.topic() + "/x", "still here");
                }
                await().atMost(PATIENCE).until(() -> server.errors().split("accept failed", -1).length > 2);
                await().atMost(PATIENCE).until(() -> {
                    client.publishAndWait(credentials.topic() + "/kept", "what the store writes", true);
                    return server.errors().contains("cannot list the files of the store");
                });
                // Ten seconds lie between two such reports. A loop that spins needs all of them.
                assertThat(server.cpu().minus(before)).isLessThan(Duration.ofSeconds(5));
                leave();
                assertServes(port, credentials);
                client.expectNothing();
            }
            int told = server.errors().split("accept failed", -1).length - 1;
            assertThat(operator.metric("hongyan_listener_troubles_total{listener=\"tcp\"}"))
                    .as("each is counted, one in ten seconds is told")
                    .isGreaterThan(told);
            assertThat(server.errors()).doesNotContain("Exception", "Error", "the store cannot write");
        }
    }

    @Test
    @CloudRule("1.7/instance-connections")
    void connections_are_refused_before_the_descriptors_are_used_up() throws Exception {
        try (ServeProcess server = start()) {
            Credentials credentials = server.credentials();
            int port = server.ports().get("tcp");
            Operator operator = new Operator(server.ports(), folder.resolve("data"));
            double room = operator.metric("hongyan_connections_limit");
            assertThat(room).isBetween(20.0, DESCRIPTORS - 64.0);
            assertThat(server.errors()).contains("room for " + (int) room + " connections");
            try (RawClient client = new RawClient(port)) {
                assertThat(client.connectReason(Login.of(credentials, "here"))).isZero();
                flood(port);
                await().atMost(PATIENCE)
                        .until(() -> operator.metric("hongyan_connect_refused_total{reason=\"server_busy\"}") > 0);
                assertThat(operator.metric("hongyan_connections")).isEqualTo(room);
                client.expectNothing();
                leave();
                assertServes(port, credentials);
            }
            assertThat(server.errors()).contains("flood limit: CONNECTIONS").doesNotContain("accept failed");
        }
    }

    /// The flood says nothing, and may stay so for long.
    private ServeProcess start(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--set", "broker.protocol.connectTimeout=5m"));
        arguments.addAll(List.of(more));
        return ServeProcess.start(folder, DESCRIPTORS, arguments.toArray(String[]::new));
    }

    /// What is needed to tell of trouble is read now. In a test the classes are files, each opened when it is first
    /// needed; a server has them in jars that are open.
    private static void firstTrouble(int tlsPort, Operator operator) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), tlsPort)) {
            socket.getOutputStream().write(new byte[64]);
            await().atMost(PATIENCE)
                    .until(() -> operator.metric("hongyan_listener_troubles_total{listener=\"tls\"}") > 0);
        }
    }

    private void flood(int port) throws IOException {
        for (int i = 0; i < 2 * DESCRIPTORS; i++) {
            flood.add(new Socket(InetAddress.getLoopbackAddress(), port));
        }
    }

    private static void assertServes(int port, Credentials credentials) {
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .untilAsserted(() -> {
                    try (RawClient late = new RawClient(port)) {
                        assertThat(late.connectReason(Login.of(credentials, "late")))
                                .isZero();
                    }
                });
    }
}
