package io.hongyan.cli.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.RecordedTerminal;
import io.hongyan.testkit.FaultyProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What publishing and subscribing must do through any broker that lets everybody in. A subclass brings the broker.
abstract class PubSubContract extends CommandContract {
    PubSubContract(TestInfo test) {
        super(test);
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
        CompletableFuture<Integer> code = subscribe(plain() + "-V " + versionUnderLoad() + " -q 2 -C 5000");

        publisher.input(lines.getBytes(UTF_8));
        assertThat(publish(plain() + "-q 2 -l")).as(publisher.err()).isZero();

        assertThat(code.join()).isZero();
        assertThat(subscriber.out()).isEqualTo(lines);
    }

    @ParameterizedTest
    @ValueSource(strings = {"311", "5"})
    void lines_arrive_once_and_in_order_although_the_connection_breaks(String version) throws IOException {
        String lines =
                IntStream.range(0, 2_000).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
        CompletableFuture<Integer> code = subscribe(plain() + "-V " + versionUnderLoad() + " -q 2 -C 2000");

        publisher.input(lines.getBytes(UTF_8));
        try (FaultyProxy proxy = FaultyProxy.to(ports().tcp()).cutNext(3, 20_001)) {
            assertThat(publish(to(proxy.port()) + "-c -i breaking" + version + " -q 2 -l -V " + version))
                    .as(publisher.err())
                    .isZero();
            assertThat(proxy.cutsLeft()).isZero();
        }

        assertThat(code.join()).isZero();
        assertThat(subscriber.out()).isEqualTo(lines);
        assertThat(publisher.err()).contains("; connecting again");
    }

    @Test
    void every_line_arrives_although_the_session_ends_with_the_connection() throws IOException {
        String lines =
                IntStream.range(0, 1_000).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
        CompletableFuture<Integer> code =
                subscribe(plain() + "-V " + versionUnderLoad() + " -q 1 -i every --no-reconnect");

        publisher.input((lines + "end\n").getBytes(UTF_8));
        try (FaultyProxy proxy = FaultyProxy.to(ports().tcp()).cutNext(2, 10_001)) {
            assertThat(publish(to(proxy.port()) + "-q 1 -l"))
                    .as(publisher.err())
                    .isZero();
        }

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> subscriber.out().endsWith("end\n"));
        assertThat(subscriber.out().lines().distinct())
                .containsExactlyElementsOf((lines + "end").lines().toList());
        assertThat(Pair.run(publisher, "sub -E -i every -t test/none" + plain()))
                .isZero();
        assertThat(code.join()).as("it was pushed out").isNotZero();
    }

    @Test
    void a_broken_connection_ends_it_where_that_was_asked_for() throws IOException {
        publisher.input("line\n".repeat(1_000).getBytes(UTF_8));
        try (FaultyProxy proxy = FaultyProxy.to(ports().tcp()).cutNext(1, 10_001)) {
            assertThat(publish(to(proxy.port()) + "-q 1 -l --no-reconnect")).isEqualTo(Exit.LOST);
        }
    }

    @Test
    void a_large_binary_file_arrives_unchanged_over_tls() throws IOException {
        byte[] bytes = new byte[3_000_000];
        new Random(7).nextBytes(bytes);
        Path file = Files.write(folder.resolve("large"), bytes);
        String secure = to(ports().tls()) + "--cafile " + ports().certificate();
        CompletableFuture<Integer> code = subscribe(secure + " -C 1 -N");

        assertThat(publish(secure + " -q 1 -f " + file)).as(publisher.err()).isZero();

        assertThat(code.join()).isZero();
        assertThat(subscriber.outBytes()).isEqualTo(bytes);
    }

    @Test
    void a_large_message_arrives_over_web_socket() {
        byte[] bytes = new byte[200_000];
        new Random(8).nextBytes(bytes);
        String url = "--url ws://127.0.0.1:" + ports().webSocket() + "/mqtt";
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

        assertThat(Pair.run(subscriber, "sub -W 60 -C 1 -F %r%p -t " + topic + plain()))
                .isZero();
        assertThat(subscriber.out()).isEqualTo("1kept\n");

        assertThat(publish(plain() + "-r -q 1 -n")).isZero();
        assertThat(Pair.run(subscriber, "sub -W 1 -C 1 -t " + topic + plain())).isEqualTo(Exit.TIMEOUT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"311", "5"})
    void all_retained_messages_are_removed_but_those_of_the_filter(String version) {
        String below = topic + version;
        for (int i = 0; i < 30; i++) {
            assertThat(Pair.run(publisher, "pub -r -q 1 -m kept -t " + below + "/" + i + plain()))
                    .isZero();
        }
        String all = " -W 60 -V " + version + " -t " + below + "/#" + plain();

        assertThat(Pair.run(subscriber, "sub -q 1 -F %t --remove-retained --retained-only -T " + below + "/7" + all))
                .as(subscriber.err())
                .isZero();

        assertThat(subscriber.out().lines()).hasSize(29).doesNotContain(below + "/7");
        RecordedTerminal later = new RecordedTerminal();
        assertThat(Pair.run(later, "sub -C 1 -F %t" + all)).isZero();
        assertThat(later.out()).isEqualTo(below + "/7\n");
        assertThat(Pair.run(later, "sub -F %t -W 1 -C 2" + all.replace("-W 60", "")))
                .isEqualTo(Exit.TIMEOUT);
    }

    @Test
    void retained_messages_are_removed_although_they_are_not_printed() {
        assertThat(publish(plain() + "-r -q 1 -m kept")).isZero();

        assertThat(Pair.run(subscriber, "sub -W 60 -R -C 1 --remove-retained -v -t " + topic + plain()))
                .isZero();

        assertThat(subscriber.out()).isEqualTo(topic + " (null)\n");
        assertThat(Pair.run(subscriber, "sub -W 1 -C 1 -t " + topic + plain())).isEqualTo(Exit.TIMEOUT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"311", "5"})
    void a_persistent_session_keeps_what_was_not_printed(String version) {
        String me = "-c -i keeper" + version + " -q 1 -V " + version + " -t " + topic + plain();
        assertThat(Pair.run(subscriber, "sub -E " + me)).isZero();
        assertThat(publish(plain() + "-q 1 -m 1")).isZero();
        assertThat(publish(plain() + "-q 1 -m 2")).isZero();

        assertThat(Pair.run(subscriber, "sub -W 60 -C 1 " + me)).isZero();
        assertThat(Pair.run(subscriber, "sub -W 60 -C 1 " + me)).isZero();

        assertThat(subscriber.out()).isEqualTo("1\n2\n");
    }

    /// The messages are there with CONNACK, often before the command has its client in hand.
    @Test
    void each_of_many_runs_takes_one_message_of_a_persistent_session() {
        int runs = 100;
        String me = "-c -i taker -q 1 -t " + topic + plain();
        assertThat(Pair.run(subscriber, "sub -E " + me)).isZero();
        publisher.input(IntStream.range(0, runs)
                .mapToObj(i -> i + "\n")
                .collect(Collectors.joining())
                .getBytes(UTF_8));
        assertThat(publish(plain() + "-q 1 -l")).isZero();

        for (int run = 0; run < runs; run++) {
            assertThat(Pair.run(subscriber, "sub -W 10 -C 1 " + me))
                    .as("run " + run)
                    .isZero();
        }

        assertThat(subscriber.out()).hasLineCount(runs);
    }

    @Test
    void the_will_of_a_client_that_is_pushed_out_is_published_as_the_options_say() {
        CompletableFuture<Integer> code = subscribe(plain() + "-q 1 -C 1 -F %t|%p|%q");
        String will = " --will-topic " + topic + " --will-payload gone --will-qos 1 --will-retain";
        String same = " -i twin -t test/none --no-reconnect" + plain();
        CompletableFuture<Integer> first = Pair.subscribe(new RecordedTerminal(), same + will);

        assertThat(Pair.run(publisher, "sub -E " + same)).as(publisher.err()).isZero();

        assertThat(first.join()).isNotZero();
        assertThat(code.join()).isZero();
        assertThat(subscriber.out()).isEqualTo(topic + "|gone|1\n");
        assertThat(Pair.run(publisher, "sub -W 60 -C 1 -F %r%p -t " + topic + plain()))
                .as("the retained will")
                .isZero();
        assertThat(publisher.out()).isEqualTo("1gone\n");
    }

    @Test
    void one_url_names_server_and_topic() {
        String url = "mqtt://127.0.0.1:" + ports().tcp() + "/" + topic;
        CompletableFuture<Integer> code = pair.subscribe("-L " + url + " -C 1 -v");

        assertThat(Pair.run(publisher, "pub -m x -L " + url)).isZero();

        assertThat(code.join()).isZero();
        assertThat(subscriber.out()).isEqualTo(topic + " x\n");
    }

    @Test
    void debug_shows_client_id_and_keep_alive() {
        assertThat(publish(plain() + "-d -i me -k 7 -m x -q 1")).isZero();

        assertThat(publisher.err())
                .contains("sent CONNECT MQTT_5 client id 'me' clean start keep alive 7 s")
                .contains("sent PUBLISH " + topic + " QoS 1 id 1, 1 bytes", "received PUBACK 1", "sent DISCONNECT");
    }

    @Test
    void a_silent_subscriber_pings_within_its_keep_alive() {
        CompletableFuture<Integer> code = subscribe(plain() + "-k 2 -C 1");

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> subscriber.err().contains("received PINGRESP"));
        assertThat(publish(plain() + "-m x")).isZero();

        assertThat(code.join()).isZero();
    }

    @Test
    void an_empty_retained_message_is_printed_as_such() {
        CompletableFuture<Integer> code = subscribe(plain() + "-v -C 1");

        assertThat(publish(plain() + "-n -r")).isZero();

        assertThat(code.join()).isZero();
        assertThat(subscriber.out()).isEqualTo(topic + " (null)\n");
    }

    @Test
    void a_server_that_nobody_runs_is_named() {
        assertThat(Pair.run(publisher, "pub -t a -m b -h 127.0.0.1 -p 1")).isEqualTo(Exit.UNREACHABLE);
        assertThat(publisher.err()).contains("cannot connect to mqtt://127.0.0.1:1: connection refused; check -h");
    }

    @Test
    void a_certificate_of_nobody_known_is_refused_unless_insecure() {
        assertThat(publish(to(ports().tls()) + "--tls -m x")).isEqualTo(Exit.TLS);
        assertThat(publisher.err()).contains("mqtts://127.0.0.1", "check --cafile");

        assertThat(publish(to(ports().tls()) + "--insecure -q 1 -m x")).isZero();
    }

    @Test
    void a_bench_measures_from_publisher_to_subscriber() {
        String common = " --json -c 4 -i 1 -t bench/%i -q 1 -L 200" + plain();
        CompletableFuture<Integer> code =
                CompletableFuture.supplyAsync(() -> Pair.run(subscriber, "bench sub --duration 60" + common));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> subscriber.err().contains("connected 4/4, received 0/s"));

        assertThat(Pair.run(publisher, "bench pub -s 64 --rate 500" + common))
                .as(publisher.err())
                .isZero();

        assertThat(code.join()).isZero();
        assertThat(publisher.out()).contains("\"kind\":\"pub\"", "\"sent\":200", "\"done\":200", "\"p99.9\":");
        assertThat(subscriber.out()).contains("\"received\":200", "\"p99\":");
    }

    @Test
    void a_bench_of_connects_counts_them() {
        assertThat(Pair.run(publisher, "bench conn -c 50 -R 500 --duration 0.1 --loops 2 --json" + plain()))
                .as(publisher.err())
                .isZero();

        assertThat(publisher.out()).contains("\"connected\":50", "\"failed\":0", "\"measured\":50");
    }
}
