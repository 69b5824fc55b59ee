package io.hongyan.cli.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cli.HongyanRun;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.RecordedTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Publishing and subscribing through a broker that is not ours.
@EnabledIf("io.hongyan.cli.broker.Mosquitto#isInstalled")
final class PubSubTest {
    @TempDir
    private static Path folder;

    private static Mosquitto mosquitto;

    private final RecordedTerminal publisher = new RecordedTerminal();
    private final RecordedTerminal subscriber = new RecordedTerminal();
    private final String topic;

    PubSubTest(TestInfo test) {
        topic = "test/" + test.getTestMethod().orElseThrow().getName();
    }

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        mosquitto = Mosquitto.start(folder);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        mosquitto.stop();
    }

    private static int run(RecordedTerminal terminal, String line, String... more) {
        List<String> words = new ArrayList<>(List.of(line.split(" +")));
        words.addAll(List.of(more));
        return HongyanRun.execute(terminal.terminal(), words.toArray(String[]::new));
    }

    private static String to(int port) {
        return " -h 127.0.0.1 -p " + port + " ";
    }

    private static String plain() {
        return to(mosquitto.port());
    }

    /// Starts `sub`, and returns when the server has granted the subscription.
    private CompletableFuture<Integer> subscribe(String options) {
        CompletableFuture<Integer> code =
                CompletableFuture.supplyAsync(() -> run(subscriber, "sub -d -W 60 -t " + topic + " " + options));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> code.isDone() || subscriber.err().contains("received SUBACK"));
        assertThat(code).as(subscriber.err()).isNotDone();
        return code;
    }

    private int publish(String options, String... more) {
        return run(publisher, "pub -t " + topic + " " + options, more);
    }

    @ParameterizedTest
    @CsvSource({"0, 31", "1, 31", "2, 31", "0, 311", "1, 311", "2, 311", "0, 5", "1, 5", "2, 5"})
    void a_message_arrives_in_every_version_with_every_qos(int qos, String version) {
        String common = plain() + "-q " + qos + " -V " + version;
        CompletableFuture<Integer> code = subscribe(common + " -C 2 -v");

        assertThat(publish(common + " --repeat 2 -m", "hello 鸿雁"))
                .as(publisher.err())
                .isZero();

        assertThat(code.join()).isZero();
        assertThat(subscriber.out()).isEqualTo((topic + " hello 鸿雁\n").repeat(2));
    }

    @Test
    void many_lines_arrive_in_order() {
        String lines =
                IntStream.range(0, 5_000).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
        CompletableFuture<Integer> code = subscribe(plain() + "-q 2 -C 5000");

        publisher.input(lines.getBytes(UTF_8));
        assertThat(publish(plain() + "-q 2 -l")).as(publisher.err()).isZero();

        assertThat(code.join()).isZero();
        assertThat(subscriber.out()).isEqualTo(lines);
    }

    @Test
    void a_large_binary_file_arrives_unchanged_over_tls() throws IOException {
        byte[] bytes = new byte[3_000_000];
        new Random(7).nextBytes(bytes);
        Path file = Files.write(folder.resolve("large"), bytes);
        String secure = to(mosquitto.tlsPort()) + "--cafile " + mosquitto.certificate();
        CompletableFuture<Integer> code = subscribe(secure + " -C 1 -N");

        assertThat(publish(secure + " -q 1 -f " + file)).as(publisher.err()).isZero();

        assertThat(code.join()).isZero();
        assertThat(subscriber.outBytes()).isEqualTo(bytes);
    }

    @Test
    void a_large_message_arrives_over_web_socket() {
        byte[] bytes = new byte[200_000];
        new Random(8).nextBytes(bytes);
        String url = "--url ws://127.0.0.1:" + mosquitto.webSocketPort() + "/mqtt";
        CompletableFuture<Integer> code = subscribe(url + " -C 1 -N");

        publisher.input(bytes);
        assertThat(publish(url + " -q 2 -s")).as(publisher.err()).isZero();

        assertThat(code.join()).isZero();
        assertThat(subscriber.outBytes()).isEqualTo(bytes);
    }

    @Test
    void properties_arrive_as_json() {
        CompletableFuture<Integer> code = subscribe(plain() + "-V 5 -C 1 --json");

        String properties = "-D publish content-type text/plain -D publish user-property a b";
        assertThat(publish(plain() + "-V 5 -m x " + properties)).isZero();

        assertThat(code.join()).isZero();
        assertThat(subscriber.out())
                .contains("\"contentType\":\"text/plain\"", "\"userProperties\":[{\"name\":\"a\",\"value\":\"b\"}]");
    }

    @Test
    void a_retained_message_is_set_read_and_removed() {
        assertThat(publish(plain() + "-r -q 1 -m kept")).isZero();

        assertThat(run(subscriber, "sub -W 60 -C 1 -F %r%p -t " + topic + plain()))
                .isZero();
        assertThat(subscriber.out()).isEqualTo("1kept\n");

        assertThat(publish(plain() + "-r -q 1 -n")).isZero();
        assertThat(run(subscriber, "sub -W 1 -C 1 -t " + topic + plain())).isEqualTo(Exit.TIMEOUT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"311", "5"})
    void a_persistent_session_keeps_what_was_not_printed(String version) {
        String me = "-c -i keeper" + version + " -q 1 -V " + version + " -t " + topic + plain();
        assertThat(run(subscriber, "sub -E " + me)).isZero();
        assertThat(publish(plain() + "-q 1 -m 1")).isZero();
        assertThat(publish(plain() + "-q 1 -m 2")).isZero();

        assertThat(run(subscriber, "sub -W 60 -C 1 " + me)).isZero();
        assertThat(run(subscriber, "sub -W 60 -C 1 " + me)).isZero();

        assertThat(subscriber.out()).isEqualTo("1\n2\n");
    }

    @Test
    void a_server_that_nobody_runs_is_named() {
        assertThat(run(publisher, "pub -t a -m b -h 127.0.0.1 -p 1")).isEqualTo(Exit.UNREACHABLE);
        assertThat(publisher.err()).contains("cannot connect to mqtt://127.0.0.1:1: connection refused; check -h");
    }

    @Test
    void a_certificate_of_nobody_known_is_refused_unless_insecure() {
        assertThat(publish(to(mosquitto.tlsPort()) + "--tls -m x")).isEqualTo(Exit.TLS);
        assertThat(publisher.err()).contains("mqtts://127.0.0.1", "check --cafile");

        assertThat(publish(to(mosquitto.tlsPort()) + "--insecure -q 1 -m x")).isZero();
    }

    @Test
    void a_bench_measures_from_publisher_to_subscriber() {
        String common = " --json -c 4 -i 1 -t bench/%i -q 1 -L 200" + plain();
        CompletableFuture<Integer> code =
                CompletableFuture.supplyAsync(() -> run(subscriber, "bench sub --duration 60" + common));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> subscriber.err().contains("connected 4/4, received 0/s"));

        assertThat(run(publisher, "bench pub -s 64 --rate 500" + common))
                .as(publisher.err())
                .isZero();

        assertThat(code.join()).isZero();
        assertThat(publisher.out()).contains("\"kind\":\"pub\"", "\"sent\":200", "\"done\":200", "\"p99.9\":");
        assertThat(subscriber.out()).contains("\"received\":200", "\"p99\":");
    }

    @Test
    void a_bench_of_connects_counts_them() {
        assertThat(run(publisher, "bench conn -c 50 -R 500 --duration 0.1 --loops 2 --json" + plain()))
                .as(publisher.err())
                .isZero();

        assertThat(publisher.out()).contains("\"connected\":50", "\"failed\":0", "\"measured\":50");
    }
}
