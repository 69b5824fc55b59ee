package io.hongyan.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.foreign.NeedsProgram;
import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonFields;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Goal: pages and Node programs with MQTT.js need no change. A subclass brings the version.
@NeedsProgram(value = "node", packages = "clients-js")
abstract class MqttJsContract extends ForeignClientContract {
    private static final Path FOLDER = Path.of("clients-js").toAbsolutePath();

    /// The level of CONNECT: 4 or 5.
    abstract int version();

    @Override
    ForeignClient client(Wire wire) throws IOException {
        return new Node(endpoint(), wire, version());
    }

    @Override
    int refusal() {
        return version() == 5 ? REFUSED_5 : REFUSED_3;
    }

    /// A process that takes commands as lines of JSON and answers each with one; messages are lines of their own.
    private static final class Node implements ForeignClient {
        private final Deque<ReceivedMessage> early = new ArrayDeque<>();
        private final Endpoint endpoint;
        private final Wire wire;
        private final int version;
        private final Process process;
        private final BufferedReader answers;
        private final BufferedWriter orders;

        Node(Endpoint endpoint, Wire wire, int version) throws IOException {
            this.endpoint = endpoint;
            this.wire = wire;
            this.version = version;
            ProcessBuilder builder = new ProcessBuilder(List.of("node", "client.js"));
            builder.environment()
                    .put("NODE_EXTRA_CA_CERTS", endpoint.certificate().toString());
            process = builder.directory(FOLDER.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            answers = process.inputReader(StandardCharsets.UTF_8);
            orders = process.outputWriter(StandardCharsets.UTF_8);
        }

        private JsonFields order(String what, Map<String, Object> details) throws IOException {
            Map<String, Object> order = new LinkedHashMap<>(details);
            order.put("do", what);
            orders.write(Json.pretty(order).replace('\n', ' '));
            orders.newLine();
            orders.flush();
            while (true) {
                JsonFields line = line();
                if (!line.text("event").equals("message")) {
                    assertThat(line.text("event")).isEqualTo(what);
                    return line;
                }
                early.add(heard(line));
            }
        }

        private JsonFields line() throws IOException {
            String line = answers.readLine();
            assertThat(line).as("a line of client.js, which has ended").isNotNull();
            return Json.object(line);
        }

        private static ReceivedMessage heard(JsonFields line) {
            return new ReceivedMessage(line.text("topic"), line.text("payload"), (int) line.number("qos"));
        }

        @Override
        public int connect(Login login, boolean keep) throws IOException {
            String uri = wire == Wire.TLS ? "mqtts://127.0.0.1:" + endpoint.port(wire) : endpoint.uri(wire);
            return (int) order(
                            "connect",
                            Map.of(
                                    "uri",
                                    uri,
                                    "clientId",
                                    login.clientId(),
                                    "username",
                                    login.user(),
                                    "password",
                                    login.password(),
                                    "clean",
                                    !keep,
                                    "version",
                                    version))
                    .number("code");
        }

        @Override
        public void subscribe(String filter, int qos) throws IOException {
            order("subscribe", Map.of("filter", filter, "qos", qos));
        }

        @Override
        public void unsubscribe(String filter) throws IOException {
            order("unsubscribe", Map.of("filter", filter));
        }

        @Override
        public void publish(ReceivedMessage message) throws IOException {
            order("publish", Map.of("topic", message.topic(), "payload", message.payload(), "qos", message.qos()));
        }

        @Override
        public ReceivedMessage next() throws IOException {
            return early.isEmpty() ? heard(line()) : early.remove();
        }

        @Override
        public void disconnect() throws IOException {
            order("disconnect", Map.of());
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }
}
