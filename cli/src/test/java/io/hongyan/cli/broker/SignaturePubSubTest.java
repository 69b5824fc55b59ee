package io.hongyan.cli.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.RecordedTerminal;
import io.hongyan.server.data.Credentials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: what the first start of the service prints is enough to publish and subscribe, on every way in.
final class SignaturePubSubTest {
    private static final AtomicInteger DEVICES = new AtomicInteger();

    @TempDir
    private static Path folder;

    private static RunningServer server;
    private static Credentials known;

    private final Pair pair = new Pair();
    private final RecordedTerminal publisher = pair.publisher();
    private final RecordedTerminal subscriber = pair.subscriber();
    private final int device = DEVICES.incrementAndGet();
    private final String topic = known.topic() + "/" + device;

    @BeforeAll
    static void start() throws IOException {
        server = RunningServer.start(folder, "profile=cloud");
        known = Credentials.read(server.data()).orElseThrow();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /// The options of a login by signature.
    private static String login(String secret) {
        return " --ak " + known.accessKey() + " --sk " + secret + " --instance " + known.instance() + " --group "
                + known.group();
    }

    private static String login() {
        return login(known.secretKey());
    }

    private static String tcp() {
        return " -h 127.0.0.1 -p " + server.port("tcp") + " ";
    }

    private static String at(String scheme) {
        return switch (scheme) {
            case "mqtt" -> tcp();
            case "mqtts" -> " -h 127.0.0.1 -p " + server.port("tls") + " --cafile " + server.certificate();
            case "ws" -> " --url ws://127.0.0.1:" + server.port("ws") + "/mqtt";
            case "wss" -> " --url wss://127.0.0.1:" + server.port("wss") + "/mqtt --insecure";
            default -> throw new IllegalArgumentException(scheme);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "mqtt, 31",
        "mqtts, 31",
        "ws, 31",
        "wss, 31",
        "mqtt, 311",
        "mqtts, 311",
        "ws, 311",
        "wss, 311",
        "mqtt, 5",
        "mqtts, 5",
        "ws, 5",
        "wss, 5"
    })
    void a_message_arrives_on_every_way_in(String scheme, String version) {
        String common = " -t " + topic + at(scheme) + login() + " -q 2 -V " + version;
        CompletableFuture<Integer> code = pair.subscribe(common + " -C 1");

        assertThat(pair.publish(common + " -m", "hello 鸿雁")).as(publisher.err()).isZero();

        assertThat(code.join()).isZero();
        assertThat(subscriber.out()).isEqualTo("hello 鸿雁\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"311", "5"})
    void a_device_gets_what_is_for_it_alone(String version) {
        String common = tcp() + login() + " -V " + version;
        CompletableFuture<Integer> code = pair.subscribe(common + " -t " + topic + " -q 1 -C 1 -v --device " + device);
        String direct = known.topic() + "/p2p/" + known.group() + "@@@" + device;

        assertThat(pair.publish(common + " -q 1 -m x -t " + direct)).isZero();

        assertThat(code.join()).isZero();
        assertThat(subscriber.out()).isEqualTo(direct + " x\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"311", "5"})
    void a_kept_session_gets_what_came_meanwhile(String version) {
        String common = tcp() + login() + " -q 1 -V " + version + " -t " + topic;
        String me = common + " -c --device " + device;
        assertThat(Pair.run(subscriber, "sub -E" + me)).as(subscriber.err()).isZero();

        publisher.input("1\n2\n3\n".getBytes(UTF_8));
        assertThat(pair.publish(common + " -l")).isZero();

        assertThat(Pair.run(subscriber, "sub -d -W 60 -C 2" + me)).isZero();
        assertThat(subscriber.err()).contains("received CONNACK success, session present");
        assertThat(Pair.run(subscriber, "sub -W 60 -C 1" + me)).isZero();
        assertThat(subscriber.out()).isEqualTo("1\n2\n3\n");
    }

    @Test
    void a_retained_message_is_set_and_removed() {
        String common = tcp() + login() + " -q 1 -t " + topic;
        assertThat(pair.publish(common + " -r -m kept")).isZero();
        assertThat(Pair.run(subscriber, "sub -W 60 -C 1 --json" + common)).isZero();
        assertThat(pair.publish(common + " -r -n")).isZero();

        assertThat(Pair.run(subscriber, "sub -W 1 -C 1" + common)).isEqualTo(Exit.TIMEOUT);
        assertThat(subscriber.out())
                .contains("\"retain\":true", "\"payload\":\"kept\"")
                .hasLineCount(1);
    }

    @Test
    void a_wrong_secret_is_refused_with_the_code_of_the_version() {
        String common = tcp() + login("wrong") + " -m x -t " + topic;

        assertThat(pair.publish(common + " -V 311")).isEqualTo(4);
        assertThat(pair.publish(common)).isEqualTo(0x86);
        assertThat(publisher.err()).contains("check -u and -P, or --ak, --sk, --instance");
    }

    @Test
    void a_topic_that_was_not_declared_is_refused() {
        assertThat(pair.publish(tcp() + login() + " -q 1 -m x -t Nobody/x")).isGreaterThanOrEqualTo(0x80);
        assertThat(Pair.run(subscriber, "sub -W 60 -t Nobody/x" + tcp() + login()))
                .isGreaterThanOrEqualTo(0x80);

        String why = ": not authorized (code 135): parent topic Nobody is not declared";
        assertThat(publisher.err()).contains("the server refused the message" + why);
        assertThat(subscriber.err()).contains("the server refused the subscription to 'Nobody/x'" + why);
    }

    @ParameterizedTest
    @CsvSource({"5, 135", "311, 7"})
    void a_message_of_qos_0_that_is_refused_is_no_success(String version, int code) {
        assertThat(pair.publish(tcp() + login() + " -m x -t Nobody/x -V " + version))
                .isEqualTo(code);
        assertThat(publisher.err()).containsPattern("(ended|closed) the connection|connection to .* broke");
    }

    @Test
    void what_sign_prints_gets_in_as_user_and_password() {
        String id = known.group() + "@@@" + device;
        RecordedTerminal signer = new RecordedTerminal();
        String keys = " --ak " + known.accessKey() + " --sk " + known.secretKey() + " --instance " + known.instance();
        assertThat(Pair.run(signer, "sign --client-id " + id + keys)).isZero();
        List<String> words = List.of(signer.out().strip().split("\\s+"));

        assertThat(pair.publish(tcp() + " -q 1 -m x -t " + topic, "-i", id, "-u", words.get(1), "-P", words.get(3)))
                .as(signer.out())
                .isZero();
    }

    @Test
    void an_unknown_group_or_topic_is_told_with_the_command_that_makes_it() {
        String keys = " --ak " + known.accessKey() + " --sk " + known.secretKey() + " --instance " + known.instance();
        assertThat(Pair.run(publisher, "pub -t " + topic + " -m x --group GID_none" + keys + tcp()))
                .isEqualTo(135);
        assertThat(publisher.err())
                .contains("group GID_none is not declared in instance " + known.instance(), "--group")
                .contains("admin group create GID_none --instance " + known.instance() + "'")
                .doesNotContain("check -u");

        assertThat(Pair.run(publisher, "pub -q 1 -t none/a -m x" + login() + tcp()))
                .isEqualTo(135);
        assertThat(publisher.err()).contains("admin topic create none --instance " + known.instance() + "'");
        assertThat(Pair.run(subscriber, "sub -E -t none/a" + login() + tcp())).isEqualTo(135);
        assertThat(subscriber.err()).contains("admin topic create none --instance " + known.instance() + "'");
    }
}
