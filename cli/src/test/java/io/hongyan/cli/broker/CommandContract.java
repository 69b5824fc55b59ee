package io.hongyan.cli.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.RecordedTerminal;
import io.hongyan.client.MqttClient;
import io.hongyan.client.Subscribed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/// What the commands have in common through any broker that lets everybody in, and what requests must do. A subclass
/// brings the broker.
abstract class CommandContract {
    @TempDir
    static Path folder;

    final Pair pair = new Pair();
    final RecordedTerminal publisher = pair.publisher();
    final RecordedTerminal subscriber = pair.subscriber();
    final String topic;

    CommandContract(TestInfo test) {
        topic = "test/" + test.getTestMethod().orElseThrow().getName();
    }

    abstract Ports ports();

    /// The version in which the broker takes a subscriber that is slower than the publisher.
    String versionUnderLoad() {
        return "5";
    }

    static String to(int port) {
        return " -h 127.0.0.1 -p " + port + " ";
    }

    String plain() {
        return to(ports().tcp());
    }

    CompletableFuture<Integer> subscribe(String options) {
        return pair.subscribe("-t " + topic + " " + options);
    }

    int publish(String options, String... more) {
        return pair.publish("-t " + topic + " " + options, more);
    }

    private MqttClient responder(String requests) {
        MqttClient responder = MqttClient.connect("mqtt://127.0.0.1:" + ports().tcp());
        Subscribed _ = responder.respond(requests, request -> (request.text() + " to you").getBytes(UTF_8));
        return responder;
    }

    @Test
    void a_url_option_may_name_the_topic_too() {
        String url = "mqtt://127.0.0.1:" + ports().tcp() + "/" + topic;
        CompletableFuture<Integer> code = pair.subscribe("--url " + url + " -C 1 -v");

        assertThat(Pair.run(publisher, "pub -m x --url " + url)).isZero();

        assertThat(code.join()).isZero();
        assertThat(subscriber.out()).isEqualTo(topic + " x\n");
    }

    @Test
    void the_authority_may_be_one_of_a_folder() throws IOException {
        Path authorities = Files.createDirectories(folder.resolve("authorities"));
        Files.writeString(authorities.resolve("notes.txt"), "no certificate");
        Files.copy(ports().certificate(), authorities.resolve("own.crt"), StandardCopyOption.REPLACE_EXISTING);

        assertThat(publish(to(ports().tls()) + "--keyform pem --capath " + authorities + " -q 1 -m x"))
                .as(publisher.err())
                .isZero();
    }

    @Test
    void a_proxy_makes_the_connection() throws IOException {
        try (SocksProxy proxy = new SocksProxy()) {
            String by = "--proxy socks5h://me:secret@127.0.0.1:" + proxy.port();
            assertThat(publish(plain() + "--nodelay -q 1 -m x " + by))
                    .as(publisher.err())
                    .isZero();
            assertThat(proxy.connected()).isEqualTo(1);

            assertThat(publish(plain() + "-q 1 -m x " + by.replace("secret", "wrong")))
                    .isEqualTo(Exit.UNREACHABLE);
        }
    }

    @Test
    void filters_are_unsubscribed_after_the_topics() {
        assertThat(Pair.run(subscriber, "sub -d -E -q 1 -t test/a -U test/a" + plain()))
                .isZero();

        assertThat(subscriber.err().indexOf("received SUBACK"))
                .isBetween(0, subscriber.err().indexOf("sent UNSUBSCRIBE"));
    }

    @Test
    void quiet_says_nothing_of_what_goes_wrong() {
        assertThat(Pair.run(publisher, "pub --quiet -t a -m b -h 127.0.0.1 -p 1"))
                .isEqualTo(Exit.UNREACHABLE);
        assertThat(Pair.run(publisher, "sub --quiet -W 1 -t a" + plain())).isEqualTo(Exit.TIMEOUT);
        assertThat(publisher.err()).isEmpty();
    }

    @Test
    void a_request_gets_its_response() {
        try (MqttClient _ = responder(topic + "/ask")) {
            String ask = "rr -W 60 -q 1 -v -t " + topic + "/ask -e " + topic + "/answer" + plain();

            assertThat(Pair.run(publisher, ask + "-m", "hello"))
                    .as(publisher.err())
                    .isZero();
            publisher.input("again".getBytes(UTF_8));
            assertThat(Pair.run(publisher, ask + "-s")).as(publisher.err()).isZero();

            assertThat(publisher.out()).isEqualTo(topic + "/answer hello to you\n" + topic + "/answer again to you\n");
        }
    }

    @Test
    void a_response_to_another_request_is_not_taken() throws Exception {
        String ask = "rr -d -W 60 -t " + topic + "/ask -e " + topic + "/answer -m x" + plain();
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(
                () -> Pair.run(subscriber, ask + "-D publish correlation-data mine -F %p"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> subscriber.err().contains("sent PUBLISH"));

        String answer = "pub -q 1 -t " + topic + "/answer" + plain();
        assertThat(Pair.run(publisher, answer + "-m no -D publish correlation-data theirs"))
                .isZero();
        assertThat(Pair.run(publisher, answer + "-m yes -D publish correlation-data mine"))
                .isZero();

        assertThat(code.get(60, TimeUnit.SECONDS)).isZero();
        assertThat(subscriber.out()).isEqualTo("yes\n");
    }

    @Test
    void a_request_without_a_response_ends_in_time() {
        assertThat(Pair.run(publisher, "rr -W 1 -t " + topic + " -e " + topic + "/answer -m x" + plain()))
                .isEqualTo(Exit.TIMEOUT);
        assertThat(publisher.err()).contains("no response on '" + topic + "/answer' within 1 s");
    }

    @Test
    void a_request_before_5_0_takes_what_comes_on_the_topic_of_the_response() {
        String ask = "rr -V 311 -W 60 -q 1 -m me -t " + topic + " -e " + topic + plain();

        assertThat(Pair.run(publisher, ask)).as(publisher.err()).isZero();

        assertThat(publisher.out()).isEqualTo("me\n");
    }
}
