package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hongyan.codec.raw.RawClient;
import io.hongyan.server.config.source.ConfigSource;
import io.hongyan.server.data.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what the configuration says about who comes in holds, for a whole server.
class FrontDoorTest {
    private static final int FLOOD = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private Server start(String... settings) throws IOException {
        List<String> all = new ArrayList<>(List.of("data=" + data(), "bind=127.0.0.1", "broker.shards=2"));
        for (String listener : List.of("listeners.tcp", "listeners.tls", "metrics", "admin")) {
            all.add(listener + ".port=auto");
        }
        for (String off : List.of("listeners.ws", "listeners.wss", "listeners.amqp", "listeners.amqps")) {
            all.add(off + ".port=0");
        }
        all.addAll(List.of(settings));
        Server server = Server.start(new ConfigSource(null, Map.of(), all).read(new ArrayList<>()));
        open.add(server);
        return server;
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Credentials credentials() throws IOException {
        return Credentials.read(data()).orElseThrow();
    }

    private Operator operator(Server server) {
        return new Operator(server.ports(), data());
    }

    @Test
    void a_flood_of_connections_is_refused_by_the_rate_and_hurts_nobody_who_is_in() throws Exception {
        Server server = start("broker.flood.connectsPerSecond=20", "broker.protocol.connectTimeout=5m");
        int port = server.ports().get("tcp");
        RawClient client = client(port);
        assertThat(client.connectReason(Login.of(credentials(), "here"))).isZero();
        for (int i = 0; i < FLOOD; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            open.add(socket);
        }
        String refused = "hongyan_connect_refused_total{reason=\"connection_rate_exceeded\"}";
        await().atMost(PATIENCE).until(() -> operator(server).metric(refused) > 0);
        await().atMost(PATIENCE)
                .until(() ->
                        operator(server).metric(refused) + operator(server).metric("hongyan_connections") == FLOOD + 1);
        client.expectNothing();
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .untilAsserted(() -> assertThat(client(port).connectReason(Login.of(credentials(), "late")))
                        .isZero());
    }

    @Test
    void the_address_that_a_proxy_names_is_the_clients() throws Exception {
        Server server = start("listeners.tcp.proxyProtocol=true");
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.ports().get("tcp"));
        socket.getOutputStream()
                .write("PROXY TCP4 192.0.2.7 192.0.2.1 4711 1883\r\n".getBytes(StandardCharsets.US_ASCII));
        RawClient client = new RawClient(socket);
        open.add(client);
        assertThat(client.connectReason(Login.of(credentials(), "behind"))).isZero();
        assertThat(operator(server)
                        .ask("/instances/" + credentials().instance() + "/clients")
                        .objects("clients")
                        .getFirst()
                        .text("address"))
                .contains("192.0.2.7:4711");
        RawClient direct = client(server.ports().get("tcp"));
        assertThatThrownBy(() -> direct.connectReason(Login.of(credentials(), "direct")))
                .isInstanceOf(RawClient.ConnectionEnded.class);
        await().atMost(PATIENCE)
                .until(() -> operator(server).metric("hongyan_listener_troubles_total{listener=\"tcp\"}") == 1);
    }

    /// What load balancers and monitors do every few seconds.
    @Test
    void a_probe_of_any_listener_is_counted_as_one_and_refuses_nobody() throws Exception {
        Server server = start("listeners.ws.port=auto", "listeners.wss.port=auto", "broker.protocol.connectTimeout=1m");
        List<String> listeners = List.of("tcp", "tls", "ws", "wss");
        for (String listener : listeners) {
            int port = server.ports().get(listener);
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            Socket reset = new Socket(InetAddress.getLoopbackAddress(), port);
            reset.setSoLinger(true, 0);
            reset.close();
        }
        DeviceCertificate.handshake(server.ports().get("tls"), new KeyManager[0])
                .close();
        for (String listener : listeners) {
            int expected = listener.equals("tls") ? 3 : 2;
            await().atMost(PATIENCE)
                    .until(() ->
                            operator(server).metric("hongyan_probes_total{listener=\"" + listener + "\"}") == expected);
        }
        assertThat(operator(server).metrics().lines())
                .filteredOn(line -> line.startsWith("hongyan_connect_refused_total{")
                        || line.startsWith("hongyan_listener_troubles_total{"))
                .isNotEmpty()
                .allMatch(line -> line.endsWith(" 0.0"));
        assertThat(operator(server).metric("hongyan_connections")).isZero();
        RawClient silent = client(server.ports().get("tcp"));
        silent.close();
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.ports().get("tcp"))) {
            socket.getOutputStream().write(0x10);
        }
        await().atMost(PATIENCE)
                .until(() ->
                        operator(server).metric("hongyan_connect_refused_total{reason=\"unspecified_error\"}") == 1);
    }

    @Test
    void only_devices_whose_certificate_is_trusted_come_in_where_one_is_required() throws Exception {
        DeviceCertificate trusted = DeviceCertificate.of("meter");
        Path authority = trusted.write(folder.resolve("authority.pem"));
        Server server = start("listeners.tls.tls.clientAuth=required", "listeners.tls.tls.clientCa=" + authority);
        int port = server.ports().get("tls");
        RawClient client = new RawClient(DeviceCertificate.handshake(port, trusted.keyManagers()));
        open.add(client);
        assertThat(client.connectReason(Login.of(credentials(), "meter"))).isZero();
        client.expectNothing();
        assertTurnedAway(port, DeviceCertificate.of("meter").keyManagers());
        assertTurnedAway(port, new KeyManager[0]);
        await().atMost(PATIENCE)
                .until(() -> operator(server).metric("hongyan_listener_troubles_total{listener=\"tls\"}") == 2);
        assertThat(operator(server).metric("hongyan_connections")).isEqualTo(1);
        client.expectNothing();
    }

    /// With TLS 1.3 the client learns it with the first thing that it reads.
    private void assertTurnedAway(int port, KeyManager[] shows) {
        assertThatThrownBy(() -> {
                    try (RawClient client = new RawClient(DeviceCertificate.handshake(port, shows))) {
                        client.connectReason(Login.of(credentials(), "meter"));
                    }
                })
                .isInstanceOfAny(IOException.class, UncheckedIOException.class, RawClient.ConnectionEnded.class)
                .isNotInstanceOf(SocketTimeoutException.class);
    }

    private RawClient client(int port) throws IOException {
        RawClient client = new RawClient(port);
        open.add(client);
        return client;
    }
}
