package io.hongyan.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.foreign.NeedsProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: scripts with mosquitto_pub and mosquitto_sub need no change.
///
/// Over TCP and TLS: the programs of Debian 12 (2.0.11) do not speak WebSocket.
@NeedsProgram({"mosquitto_pub", "mosquitto_sub", "stdbuf"})
final class MosquittoClientsTest {
    private static final Path PUB = Path.of("/usr/bin/mosquitto_pub");
    private static final Path SUB = Path.of("/usr/bin/mosquitto_sub");

    private static Endpoint endpoint;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        endpoint = Endpoint.start(folder);
    }

    @AfterAll
    static void stop() {
        endpoint.close();
    }

    /// The common arguments of both programs: server and login.
    private static List<String> words(Path program, String version, Wire wire, Login login) {
        // Into a pipe they would keep their lines back until the buffer is full.
        List<String> words = new ArrayList<>(List.of("stdbuf", "-oL", program.toString(), "-h", "127.0.0.1"));
        words.addAll(List.of("-p", String.valueOf(endpoint.port(wire)), "-V", version));
        words.addAll(List.of("-i", login.clientId(), "-u", login.user(), "-P", login.password()));
        if (wire.encrypted()) {
            words.addAll(List.of("--cafile", endpoint.certificate().toString()));
        }
        return words;
    }

    private static Process run(List<String> words, String... more) throws IOException {
        words.addAll(List.of(more));
        return new ProcessBuilder(words).redirectErrorStream(true).start();
    }

    private static void publish(String version, Wire wire, String... more) throws Exception {
        Process pub = run(words(PUB, version, wire, endpoint.device()), more);
        String said = pub.inputReader(StandardCharsets.UTF_8).lines().collect(Collectors.joining("\n"));
        assertThat(pub.waitFor()).as(said).isZero();
    }

    /// A running mosquitto_sub, subscribed.
    private record Listener(Process process, BufferedReader reader) implements AutoCloseable {
        private static final String MARK = "heard ";

        static Listener start(String version, Wire wire, Login login, String... more) throws IOException {
            List<String> words = words(SUB, version, wire, login);
            words.addAll(List.of("-d", "-W", "60", "-F", MARK + "%t %q %r %p"));
            Process process = run(words, more);
            BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
            List<String> lines = new ArrayList<>();
            String line = "";
            while (!line.startsWith("Subscribed (mid")) {
                line = reader.readLine();
                assertThat(line).as("the subscription, after " + lines).isNotNull();
                lines.add(line);
            }
            return new Listener(process, reader);
        }

        /// Its output until it ends, with exit code 0.
        List<String> heard() throws InterruptedException {
            List<String> lines = reader.lines().toList();
            assertThat(process.waitFor()).as(lines.toString()).isZero();
            return lines.stream()
                    .filter(line -> line.startsWith(MARK))
                    .map(line -> line.substring(MARK.length()))
                    .toList();
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }

    @ParameterizedTest
    @CsvSource({"mqttv31, TCP", "mqttv31, TLS", "mqttv311, TCP", "mqttv311, TLS", "mqttv5, TCP", "mqttv5, TLS"})
    void messages_of_each_quality_arrive_as_they_were_sent(String version, Wire wire) throws Exception {
        String topic = endpoint.topic(version + wire);
        try (Listener listener = Listener.start(version, wire, endpoint.device(), "-t", topic, "-q", "2", "-C", "3")) {
            for (int qos = 0; qos <= 2; qos++) {
                publish(version, wire, "-t", topic, "-q", String.valueOf(qos), "-m", "鸿雁 " + qos);
            }
            assertThat(listener.heard())
                    .isEqualTo(IntStream.range(0, 3)
                            .mapToObj(qos -> topic + " " + qos + " 0 鸿雁 " + qos)
                            .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv31", "mqttv311", "mqttv5"})
    void a_message_for_one_client_arrives_without_a_subscription(String version) throws Exception {
        Login login = endpoint.device();
        String own = endpoint.topic("own");
        try (Listener listener = Listener.start(version, Wire.TCP, login, "-t", own, "-q", "1", "-C", "1")) {
            publish(version, Wire.TCP, "-t", endpoint.p2p(login), "-q", "1", "-m", "for you");
            assertThat(listener.heard()).containsExactly(endpoint.p2p(login) + " 1 0 for you");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv31", "mqttv311", "mqttv5"})
    void a_retained_message_is_kept_and_removed(String version) throws Exception {
        String topic = endpoint.topic("retained/" + version);
        String after = endpoint.topic("after/" + version);
        String[] twice = {"-t", topic, "-t", after, "-q", "1", "-C", "1"};
        publish(version, Wire.TCP, "-t", topic, "-q", "1", "-r", "-m", "kept");
        try (Listener listener =
                Listener.start(version, Wire.TCP, endpoint.device(), "-t", topic, "-q", "1", "-C", "1")) {
            assertThat(listener.heard()).containsExactly(topic + " 1 1 kept");
        }
        publish(version, Wire.TCP, "-t", topic, "-q", "1", "-r", "-n");
        try (Listener listener = Listener.start(version, Wire.TCP, endpoint.device(), twice)) {
            publish(version, Wire.TCP, "-t", after, "-q", "1", "-m", "nothing before this");
            assertThat(listener.heard()).containsExactly(after + " 1 0 nothing before this");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv31", "mqttv311", "mqttv5"})
    void the_will_of_a_program_that_was_killed_arrives(String version) throws Exception {
        String topic = endpoint.topic("will/" + version);
        String[] will = {"-t", endpoint.topic("own"), "--will-topic", topic, "--will-payload", "gone", "--will-qos", "1"
        };
        try (Listener listener =
                Listener.start(version, Wire.TCP, endpoint.device(), "-t", topic, "-q", "1", "-C", "1")) {
            Listener.start(version, Wire.TCP, endpoint.device(), will).close();
            assertThat(listener.heard()).containsExactly(topic + " 1 0 gone");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv31", "mqttv311", "mqttv5"})
    void messages_for_an_absent_client_wait_for_it(String version) throws Exception {
        String topic = endpoint.topic("wait/" + version);
        Login login = endpoint.device();
        List<String> keep = new ArrayList<>(List.of("-c", "-q", "1", "-t", topic));
        if (version.equals("mqttv5")) {
            keep.addAll(List.of("-x", "600"));
        }
        List<String> leave = new ArrayList<>(keep);
        leave.add("-E");
        assertThat(run(words(SUB, version, Wire.TCP, login), leave.toArray(String[]::new))
                        .waitFor())
                .isZero();
        publish(version, Wire.TCP, "-t", topic, "-q", "1", "-m", "1");
        publish(version, Wire.TCP, "-t", topic, "-q", "1", "-m", "2");

        keep.addAll(List.of("-C", "2", "-W", "60", "-F", "%t %q %r %p"));
        Process back = run(words(SUB, version, Wire.TCP, login), keep.toArray(String[]::new));

        assertThat(back.inputReader(StandardCharsets.UTF_8).lines())
                .containsExactly(topic + " 1 0 1", topic + " 1 0 2");
        assertThat(back.waitFor()).isZero();
    }

    @Test
    void a_wrong_password_is_told() throws Exception {
        Login login = endpoint.device().withPassword("d3Jvbmc=");
        Process pub = run(words(PUB, "mqttv311", Wire.TCP, login), "-t", endpoint.topic("x"), "-m", "x");

        assertThat(pub.inputReader(StandardCharsets.UTF_8).lines())
                .anyMatch(line -> line.contains("bad user name or password"));
        assertThat(pub.waitFor()).isNotZero();
    }
}
