package io.hongyan.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.server.config.source.ConfigSource;
import io.hongyan.server.data.AdminKey;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonFields;
import io.hongyan.server.trace.LiveTraces;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: an operator sees over HTTP what a client does as it does it, and a trace is gone with its reader.
class LiveTraceServedTest {
    @TempDir
    private Path folder;

    private Server server;
    private Operator operator;
    private String instance;

    @BeforeEach
    void start() throws IOException {
        Path data = folder.resolve("data");
        List<String> settings =
                new ArrayList<>(List.of("data=" + data, "profile=open", "auth.allowAnonymous=true", "bind=127.0.0.1"));
        for (String listener : List.of(
                "listeners.tcp",
                "listeners.tls",
                "listeners.ws",
                "listeners.wss",
                "listeners.amqp",
                "listeners.amqps",
                "metrics",
                "admin")) {
            settings.add(listener + ".port=" + (listener.matches(".*tcp|metrics|admin") ? "auto" : "0"));
        }
        server = Server.start(new ConfigSource(null, Map.of(), settings).read(new ArrayList<>()));
        operator = new Operator(server.ports(), data);
        instance = Credentials.read(data).orElseThrow().instance();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RawClient client(String id) {
        RawClient client = new RawClient(server.ports().get("tcp")).connect(Connecting.as(Version.MQTT_5, id));
        client.expectAccepted();
        return client;
    }

    /// A reader of one trace, which has begun.
    private final class Reader implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        Reader(String wish) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), server.ports().get("admin"));
            String key = AdminKey.readOrMake(folder.resolve("data"), new SecureRandom());
            String head = "POST /instances/" + instance + "/trace HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + key
                    + "\r\nContent-Length: " + wish.length() + "\r\n\r\n";
            socket.getOutputStream().write((head + wish).getBytes(UTF_8));
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        }

        /// The next line of JSON; that of an error is over several.
        JsonFields next() throws IOException {
            String line = in.readLine();
            while (line != null && !(line.startsWith("{") && line.endsWith("}"))) {
                line = in.readLine();
            }
            assertThat(line).as("a line").isNotNull();
            return Json.object(line);
        }

        JsonFields expect(String event) throws IOException {
            JsonFields next = next();
            assertThat(next.text("event")).as(next.toString()).isEqualTo(event);
            return next;
        }

        String status() throws IOException {
            return in.readLine();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private Reader begun(String wish) throws IOException {
        Reader reader = new Reader(wish);
        reader.expect("trace-began");
        return reader;
    }

    @Test
    void the_life_of_a_client_is_seen_from_its_connect_to_its_end() throws IOException {
        try (Reader reader = begun("{\"client\":\"c\",\"seconds\":60}")) {
            RawClient other = client("other");
            RawClient c = client("c");
            JsonFields connected = reader.expect("connected");
            assertThat(connected.text("address")).startsWith("127.0.0.1:");
            c.subscribe(QoS.AT_LEAST_ONCE, "a/#");
            assertThat(reader.expect("subscribed").text("filter")).isEqualTo("a/#");
            other.publishAndWait("a/b", "text");
            c.expectMessage("a/b", "text");
            JsonFields delivered = reader.expect("delivered");
            assertThat(delivered.values())
                    .containsEntry("topic", "a/b")
                    .containsEntry("qos", 1L)
                    .containsEntry("bytes", 4L)
                    .containsEntry("client", "c");
            c.publishAndWait("x", "y");
            assertThat(reader.expect("published").text("topic")).isEqualTo("x");
            c.unsubscribe("a/#", "never");
            reader.expect("unsubscribed");
            assertThat(reader.expect("unsubscribed").text("reason")).isEqualTo("no subscription existed");
            c.leave();
            reader.expect("disconnected");
            assertThat(operator.metric("hongyan_live_traces")).isEqualTo(1);
            other.leave();
        }
        await().until(() -> operator.metric("hongyan_live_traces") == 0);
    }

    @Test
    void what_waits_for_an_absent_client_is_seen_and_what_is_refused() throws IOException {
        RawClient absent = new RawClient(server.ports().get("tcp"))
                .connect(Connecting.as(Version.MQTT_5, "absent").lasting());
        absent.expectAccepted();
        absent.subscribe(QoS.AT_LEAST_ONCE, "a");
        absent.leave();
        try (Reader reader = begun("{\"topic\":\"a\",\"events\":2}")) {
            RawClient c = client("c");
            c.publishAndWait("b", "not shown");
            c.publishAndWait("a", "text");
            assertThat(reader.expect("published").text("client")).isEqualTo("c");
            JsonFields queued = reader.expect("queued");
            assertThat(queued.values()).containsEntry("client", "absent").doesNotContainKey("address");
            assertThat(queued.text("why")).contains("not connected");
            JsonFields end = reader.expect("trace-ended");
            assertThat(end.number("shown")).isEqualTo(2);
            assertThat(end.number("dropped")).isZero();
            c.leave();
        }
    }

    @Test
    void a_trace_of_an_address_shows_who_comes_from_there() throws IOException {
        try (Reader here = begun("{\"address\":\"127.0.0.1\"}");
                Reader elsewhere = begun("{\"address\":\"127.0.0.2\"}")) {
            client("c").leave();
            RawClient refused = new RawClient(server.ports().get("tcp"))
                    .connect(Connecting.as(Version.MQTT_5, "d")
                            .username("nobody")
                            .password("wrong"));
            refused.next();
            here.expect("connected");
            here.expect("disconnected");
            assertThat(here.expect("connect-refused").text("client")).isEqualTo("d");
            server.close();
            assertThat(elsewhere.expect("trace-ended").text("why")).isEqualTo("the service stops");
            assertThat(here.expect("trace-ended").number("shown")).isEqualTo(3);
        }
    }

    @Test
    void a_reader_that_does_not_read_slows_nobody_down_and_is_told_what_it_missed() throws IOException {
        try (Reader slow = begun("{\"topic\":\"#\"}")) {
            RawClient c = client("c");
            String topic = "t/" + "x".repeat(900);
            while (operator.metric("hongyan_live_traces_dropped_events_total") == 0) {
                for (int i = 0; i < 1000; i++) {
                    c.publish(topic, "y");
                }
                c.publishAndWait("end", "of a part");
            }
            c.leave();
            JsonFields line = slow.next();
            while (!line.text("event").equals("trace-goes-on") || line.number("dropped") == 0) {
                line = slow.next();
            }
        }
        await().until(() -> operator.metric("hongyan_live_traces") == 0);
    }

    @Test
    void more_traces_than_there_may_be_are_refused_with_a_sentence() throws IOException {
        List<Reader> readers = new ArrayList<>();
        for (int i = 0; i < LiveTraces.MOST; i++) {
            readers.add(begun("{\"client\":\"c\"}"));
        }
        try (Reader tooMany = new Reader("{\"client\":\"c\"}")) {
            assertThat(tooMany.status()).startsWith("HTTP/1.1 409");
            readers.getFirst().close();
            await().until(() -> operator.metric("hongyan_live_traces") == LiveTraces.MOST - 1);
            readers.add(begun("{\"client\":\"c\"}"));
        }
        for (Reader reader : readers) {
            reader.close();
        }
        assertThat(operator.metric("hongyan_live_traces_refused_total")).isEqualTo(1);
        String audit = Files.readString(folder.resolve("data/audit.log"));
        assertThat(audit)
                .contains("POST /instances/" + instance + "/trace", "\"details\":{\"client\":\"c\"}", "\"status\":409");
    }

    @Test
    void a_wish_that_makes_no_sense_is_refused() throws IOException {
        for (String wish : List.of(
                "{}",
                "{\"client\":\"c\",\"topic\":\"a\"}",
                "{\"topic\":\"a/#/b\"}",
                "{\"address\":\"localhost\"}",
                "{\"client\":\"c\",\"seconds\":3601}",
                "{\"client\":\"c\",\"events\":0}",
                "{\"client\":\"c\",\"minutes\":1}")) {
            try (Reader reader = new Reader(wish)) {
                assertThat(reader.status()).as(wish).startsWith("HTTP/1.1 400");
            }
        }
        instance = "none";
        try (Reader reader = new Reader("{\"client\":\"c\"}")) {
            assertThat(reader.status()).startsWith("HTTP/1.1 404");
        }
    }
}
