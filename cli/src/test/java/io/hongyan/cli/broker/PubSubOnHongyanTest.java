package io.hongyan.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// Goal: with profile open, our server is to the commands what any broker is.
final class PubSubOnHongyanTest extends PubSubContract {
    /// Of "secret".
    private static final String SECRET = "$2a$04$fLsQcLMoJmyXFMAZk2XE/O.w8g5yWb0xH7Icj.GhWAFHzC2sD74ry";

    private static RunningServer server;

    PubSubOnHongyanTest(TestInfo test) {
        super(test);
    }

    @BeforeAll
    static void start() throws IOException {
        Path users = Files.writeString(folder.resolve("users"), "alice:" + SECRET + "\n");
        // The largest message of the tests has three megabytes.
        server = RunningServer.start(
                folder,
                "profile=open",
                "auth.allowAnonymous=true",
                "auth.passwordFile=" + users,
                "broker.protocol.maxPacketBytes=4MiB");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    Ports ports() {
        return server.ports();
    }

    @Test
    void a_user_gets_in_with_the_right_password_alone() {
        Pair pair = new Pair();
        String topic = "-t a -q 1 -m x -u alice -h 127.0.0.1 -p " + ports().tcp();

        assertThat(pair.publish(topic + " -P secret"))
                .as(pair.publisher().err())
                .isZero();
        assertThat(pair.publish(topic + " -P wrong")).isEqualTo(0x86);
        assertThat(pair.publish(topic + " -P wrong -V 311")).isEqualTo(4);
        assertThat(pair.publisher().err()).contains("check -u and -P");
    }

    @Test
    void a_large_message_arrives_over_secure_web_socket() {
        byte[] bytes = new byte[200_000];
        new Random(9).nextBytes(bytes);
        Pair pair = new Pair();
        String url = "-t large --cafile " + server.certificate() + " --url wss://127.0.0.1:" + server.port("wss");
        CompletableFuture<Integer> code = pair.subscribe(url + " -q 2 -C 1 -N");

        pair.publisher().input(bytes);
        assertThat(pair.publish(url + " -q 2 -s")).as(pair.publisher().err()).isZero();

        assertThat(code.join()).isZero();
        assertThat(pair.subscriber().outBytes()).isEqualTo(bytes);
    }
}
