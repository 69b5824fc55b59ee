package io.hongyan.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.broker.quota.ConnectionBudget;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.server.config.source.ConfigSource;
import io.hongyan.server.http.HttpLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: whatever comes to the port of the APIs, devices notice nothing, the next caller is answered, and the operator
/// sees what was refused.
class ApiPortTest {
    private static final int MANY = 10_000;
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";
    private static final String HIDDEN = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n";

    @TempDir
    private Path folder;

    private final List<Socket> sockets = new ArrayList<>();
    private Server server;
    private Operator operator;
    private RawClient reader;
    private RawClient writer;
    private int sent;

    @BeforeEach
    void start() throws IOException {
        Path data = folder.resolve("data");
        List<String> settings = new ArrayList<>(
                List.of("data=" + data, "profile=open", "auth.allowAnonymous=true", "bind=127.0.0.1", "api.port=auto"));
        for (String listener : List.of(
                "listeners.tcp",
                "listeners.tls",
                "listeners.ws",
                "listeners.wss",
                "listeners.amqp",
                "listeners.amqps",
                "metrics",
                "admin")) {
            settings.add(listener + ".port=" + (listener.matches(".*tcp|metrics") ? "auto" : "0"));
        }
        server = Server.start(new ConfigSource(null, Map.of(), settings).read(new ArrayList<>()));
        operator = new Operator(server.ports(), data);
        reader = new RawClient(server.ports().get("tcp")).connect(Connecting.as(Version.MQTT_5, "reader"));
        reader.expectAccepted();
        reader.subscribe(QoS.AT_LEAST_ONCE, "a");
        writer = new RawClient(server.ports().get("tcp")).connect(Connecting.as(Version.MQTT_5, "writer"));
        writer.expectAccepted();
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        reader.close();
        writer.close();
        server.close();
    }

    private Socket connect() throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.ports().get("api"));
        sockets.add(socket);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }

    private void assertDevicesWork() {
        String text = "text " + ++sent;
        writer.publishAndWait("a", text);
        reader.expectMessage("a", text);
    }

    private void assertAnswers() throws IOException {
        Socket socket = connect();
        write(socket, GET.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
        assertThat(rest(socket)).startsWith("HTTP/1.1 404").contains("ApiNotSupport");
    }

    private double metric(String name) throws IOException {
        return operator.metric("hongyan_http_" + name + "{listener=\"api\"}");
    }

    @Test
    void ten_thousand_connections_that_stay_give_way_to_each_other_and_harm_nobody() throws IOException {
        ConnectionBudget budget = ConnectionBudget.ofThisProcess();
        int most = HttpLimits.api().within(budget.reserved()).connectionsPerAddress();
        int many = Math.clamp(budget.connections() - 2L * most, 2 * most, MANY); // both ends are in this process
        byte[] start = "HTTP/1.1 ".getBytes(ISO_8859_1);
        for (int i = 0; i < many; i++) {
            Socket socket = connect();
            write(socket, GET);
            assertThat(socket.getInputStream().readNBytes(start.length)).isEqualTo(start);
            if (i % 1000 == 0) {
                assertDevicesWork();
            }
        }
        assertThat(metric("connections")).isEqualTo(most);
        assertThat(metric("connections_crowded_out_total")).isEqualTo(many - most);
        assertThat(operator.metric("hongyan_connections")).isEqualTo(2);
        assertDevicesWork();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                "Content-Length: 0\r\nContent-Length: 44\r\n\r\n",
                "Content-Length: 0, 44\r\n\r\n",
                "Content-Length: +0\r\n\r\n",
                "Content-Length : 0\r\n\r\n",
                "Content-Length: 0\nX: y\r\n\r\n",
                "X: y\r\n Content-Length: 44\r\n\r\n",
                "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding\u000b: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n0\n\n",
                "Host: b\r\n\r\n",
                "Authorization: a\r\nAuthorization: b\r\n\r\n"
            })
    void a_request_hidden_in_another_is_never_answered(String form) throws IOException {
        Socket socket = connect();
        write(socket, POST + form + HIDDEN);
        String answer = rest(socket);
        assertThat(answer).matches("(?s)HTTP/1.1 (400|501) .*");
        assertThat(answer.split("HTTP/1.1", -1)).hasSize(2);
        assertThat(metric("requests_refused_total")).isEqualTo(1);
        assertAnswers();
        assertDevicesWork();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 10485760\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\na00000\r\n"})
    void ten_megabytes_are_refused_before_they_are_there(String header) throws Exception {
        Socket socket = connect();
        Thread sender = Thread.ofVirtual().start(() -> fill(socket, POST + header));
        assertThat(new String(socket.getInputStream().readNBytes(12), ISO_8859_1))
                .isEqualTo("HTTP/1.1 413");
        assertThat(rest(socket)).contains("at most 262144 bytes");
        sender.join();
        assertThat(metric("requests_refused_total")).isEqualTo(1);
        assertAnswers();
        assertDevicesWork();
    }

    private static void fill(Socket socket, String head) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(ISO_8859_1));
            for (int i = 0; i < 160; i++) {
                out.write(new byte[1 << 16]);
            }
        } catch (IOException _) { // the other side has closed
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @Test
    void a_head_without_end_is_refused() throws Exception {
        Socket socket = connect();
        Thread sender = Thread.ofVirtual().start(() -> fill(socket, "GET / HTTP/1.1\r\nHost: a\r\nX: "));
        assertThat(new String(socket.getInputStream().readNBytes(10), ISO_8859_1))
                .isEqualTo("HTTP/1.1 4");
        sender.join();
        assertThat(metric("requests_refused_total")).isEqualTo(1);
        assertAnswers();
        assertDevicesWork();
    }

    @Test
    void slow_heads_and_bodies_hold_up_nobody_and_end() throws IOException {
        for (int i = 0; i < 20; i++) {
            write(connect(), "GET / HT");
            write(connect(), POST + "Content-Length: 100\r\n\r\nAction=");
            write(connect(), POST + "Transfer-Encoding: chunked\r\n\r\n64\r\nAction=");
        }
        await().until(() -> metric("connections") == sockets.size());
        List<Socket> slow = List.copyOf(sockets);
        assertAnswers();
        assertDevicesWork();
        await().atMost(Duration.ofMinutes(1)).until(() -> metric("connections_late_total") == slow.size());
        for (Socket each : slow) {
            assertThat(rest(each)).doesNotContain("HTTP/1.1 2");
        }
        assertAnswers();
        assertDevicesWork();
    }
}
