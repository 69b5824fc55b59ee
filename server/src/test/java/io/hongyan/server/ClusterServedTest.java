package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hongyan.broker.store.VShard;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.server.cluster.ClusterDesk;
import io.hongyan.server.cluster.ClusterStatus;
import io.hongyan.server.command.CheckConfigCommand;
import io.hongyan.server.config.source.ConfigException;
import io.hongyan.server.config.source.ReadConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Goal: servers with the same etcd are one service, and one that cannot be a node of it says why.
class ClusterServedTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private ClusterStage stage;

    @BeforeEach
    void open() throws IOException {
        stage = new ClusterStage(folder);
    }

    @AfterEach
    void close() {
        if (stage != null) {
            stage.close();
        }
    }

    private static RawClient client(Server server, String id) {
        RawClient client = new RawClient(server.ports().get("tcp")).connect(Connecting.as(Version.MQTT_5, id));
        client.expectAccepted();
        return client;
    }

    private static ClusterStatus.Line line(ClusterStatus status, String node) {
        return status.nodes().stream()
                .filter(each -> each.name().equals(node))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void clients_of_two_nodes_reach_each_other_and_a_node_that_is_drained_sends_clients_away() throws IOException {
        stage.issue("a");
        try (Server a = stage.start("a")) {
            stage.issue("b");
            try (Server b = stage.start("b");
                    ClusterDesk desk = ClusterDesk.open(stage.config("a").cluster())) {
                await().atMost(PATIENCE).until(() -> desk.status().moving() == 0);
                ClusterStatus status = desk.status();
                assertThat(line(status, "a").vshards() + line(status, "b").vshards())
                        .isEqualTo(4096);
                assertThat(line(status, "b").vshards()).isBetween(1900, 2200);
                assertThat(line(status, "b").address())
                        .isEqualTo("127.0.0.1:" + b.ports().get("cluster.link"));
                exchange(a, b);

                assertThat(stage.get(b, "/ready").statusCode()).isEqualTo(200);
                assertThat(stage.get(b, "/metrics").body())
                        .contains("hongyan_cluster_members 2.0")
                        .contains("hongyan_cluster_lease_valid 1.0")
                        .contains("hongyan_cluster_links ");
                List<Integer> left = new ArrayList<>();
                desk.drain("b");
                assertThat(desk.awaitEmpty("b", left::add)).isTrue();
                await().atMost(PATIENCE).until(() -> stage.get(b, "/ready").statusCode() == 503);
                assertThat(stage.get(b, "/ready").body()).contains("\"draining\"");
                assertThat(stage.get(b, "/health").statusCode()).isEqualTo(200);
                assertThat(line(desk.status(), "b").vshards()).isZero();
                exchange(a, b);
                assertThatThrownBy(() -> desk.drain("a")).hasMessageContaining("no other node that could take");
                assertThatThrownBy(() -> desk.forget("b")).hasMessageContaining("is in the cluster");

                assertThat(desk.undrain("b")).isTrue();
                await().atMost(PATIENCE).until(() -> line(desk.status(), "b").vshards() > 1900);
                String other = desk.owner(7).orElseThrow().equals("a") ? "b" : "a";
                desk.move(7, other);
                await().atMost(PATIENCE).until(() -> desk.owner(7).orElse("").equals(other));
            }
            try (ClusterDesk desk = ClusterDesk.open(stage.config("a").cluster())) {
                await().atMost(PATIENCE).until(() -> desk.status().unowned() == 0);
                assertThat(desk.status().nodes())
                        .extracting(ClusterStatus.Line::name)
                        .containsExactly("a");
            }
        }
    }

    @Test
    void clients_of_5_0_are_sent_to_their_node_when_it_wants_them_to_come() throws IOException {
        stage.issue("a");
        stage.issue("b");
        try (Server a = stage.start("a", "cluster.serverReference=a.example.com:1883 a.example.com:1884");
                Server b = stage.start("b");
                ClusterDesk desk = ClusterDesk.open(stage.config("a").cluster())) {
            await().atMost(PATIENCE).until(() -> desk.status().moving() == 0);
            String ofA = idOf("a", desk);
            try (RawClient client = new RawClient(b.ports().get("tcp"))) {
                Received answer =
                        client.connect(Connecting.as(Version.MQTT_5, ofA)).expect(Received.CONNACK);
                assertThat(answer.reason()).isEqualTo(ReasonCode.USE_ANOTHER_SERVER.code());
                assertThat(answer.values(Property.SERVER_REFERENCE))
                        .containsExactly("a.example.com:1883 a.example.com:1884");
                client.expectClosed();
            }
            client(a, ofA).close();
            client(a, idOf("b", desk)).close();
            assertThat(stage.get(b, "/metrics").body()).contains("hongyan_cluster_clients_referred_total 1.0");
        }
    }

    @Test
    void a_certificate_that_is_issued_again_is_used_and_one_of_another_node_is_not() throws IOException {
        stage.issue("a");
        try (Server a = stage.start("a")) {
            Path certificate = stage.data("a").resolve("cluster/node.crt");
            stage.issue("a");
            assertThat(a.reload().read()).contains("certificate of links");
            assertThat(stage.get(a, "/metrics").body())
                    .contains("hongyan_cluster_certificate_expiry_timestamp_seconds " + expiry(certificate));

            byte[] good = Files.readAllBytes(certificate);
            stage.issue("b");
            Files.copy(stage.data("b").resolve("cluster/node.crt"), certificate, StandardCopyOption.REPLACE_EXISTING);
            assertThat(a.reload().refused())
                    .hasEntrySatisfying(
                            "certificate of links", why -> assertThat(why).contains("cluster.link.certificate"));
            Files.write(certificate, good);
            assertThat(a.reload().refused()).doesNotContainKey("certificate of links");
        }
    }

    /// As metrics are written.
    private static double expiry(Path certificate) throws IOException {
        try (InputStream in = Files.newInputStream(certificate)) {
            X509Certificate read =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            return read.getNotAfter().toInstant().getEpochSecond();
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String idOf(String node, ClusterDesk desk) {
        return IntStream.range(0, 1000)
                .mapToObj(i -> "client" + i)
                .filter(id -> desk.owner(VShard.ofClient(id)).orElse("").equals(node))
                .findFirst()
                .orElseThrow();
    }

    private static void exchange(Server a, Server b) {
        try (RawClient here = client(a, "here");
                RawClient there = client(b, "there")) {
            here.subscribe(QoS.AT_LEAST_ONCE, "to/here");
            there.subscribe(QoS.AT_LEAST_ONCE, "to/there");
            assertThat(here.publishReason("to/there", "hello")).isZero();
            there.expectMessage("to/there", "hello");
            assertThat(there.publishReason("to/here", "hello, too")).isZero();
            here.expectMessage("to/here", "hello, too");
        }
    }

    private void refused(String words, String node, String... settings) {
        StringWriter err = new StringWriter();
        List<String> arguments = new ArrayList<>();
        stage.settings(node, settings).forEach(setting -> arguments.addAll(List.of("--set", setting)));
        int code = new CommandLine(new CheckConfigCommand())
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains(words);
        assertThatThrownBy(() -> stage.start(node, settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(words);
    }

    @Test
    void a_node_that_cannot_be_one_says_why() throws IOException {
        refused("node.key is not there; make the files of this node with 'hongyan cluster issue a'", "a");
        stage.issue("a");
        refused("is for node a, and this is node b", "a", "cluster.node=b");
        refused("there is no cluster other in etcd", "a", "cluster.name=other");
        refused("persistence.enabled: is false", "a", "persistence.enabled=false");
        refused("cluster.etcd.ca: ", "a", "cluster.etcd.ca=" + folder.resolve("missing.pem"));
        Files.delete(stage.data("a").resolve("secrets.key"));
        refused("all nodes encrypt secrets with the same key", "a");
    }

    @Test
    void a_node_with_the_certificate_of_another_cluster_is_refused() throws IOException {
        stage.issue("a");
        try (ClusterStage other = new ClusterStage(Files.createDirectory(folder.resolve("other")))) {
            other.issue("a");
            Files.copy(
                    other.data("a").resolve("cluster/ca.crt"),
                    stage.data("a").resolve("cluster/ca.crt"),
                    StandardCopyOption.REPLACE_EXISTING);
            refused("was not issued by", "a");
        }
    }

    @Test
    void a_data_folder_stays_with_its_cluster_and_its_node() throws IOException {
        stage.issue("a");
        stage.start("a").close();
        assertThat(stage.data("a").resolve("cluster/joined")).exists();
        refused("is that of node a, and this is node b", "a", "cluster.node=b", "cluster.link.plain=true");
        stage.start("a", "cluster.link.plain=true").close();
        try (ClusterStage other = new ClusterStage(Files.createDirectory(folder.resolve("other")))) {
            refused(
                    "belongs to the cluster",
                    "a",
                    "cluster.link.plain=true",
                    "cluster.etcd.endpoints=" + other.etcd.endpoint());
        }
    }

    @Test
    void a_start_that_waits_for_the_lease_of_a_node_of_its_name_can_be_given_up() throws Exception {
        stage.issue("a");
        try (Server a = stage.start("a")) {
            Path second = folder.resolve("second");
            String[] settings = {"data=" + second, "cluster.link.plain=true"};
            Files.createDirectory(second);
            Files.copy(stage.data("a").resolve("secrets.key"), second.resolve("secrets.key"));
            AtomicBoolean stopped = new AtomicBoolean();
            ReadConfig read = ReadConfig.of(stage.config("a", settings));
            CompletableFuture<Server> starting = CompletableFuture.supplyAsync(() -> {
                try {
                    return Server.start(read, () -> read, stopped::get);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            await().during(Duration.ofSeconds(2)).atMost(PATIENCE).until(() -> !starting.isDone());
            stopped.set(true);
            assertThatThrownBy(starting::join).hasRootCauseInstanceOf(CancellationException.class);
            assertThat(stage.get(a, "/ready").statusCode()).isEqualTo(200);
        }
    }
}
