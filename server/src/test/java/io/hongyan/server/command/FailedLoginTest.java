package io.hongyan.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.auth.Signature;
import io.hongyan.codec.Version;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.server.data.Credentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.bcrypt.BCrypt;

/// Goal: of each failed login the operator learns the cause, the user name and the address, and the client learns
/// nothing that would help to guess.
class FailedLoginTest {
    private static final String TOLD = "unknown user or instance, or wrong password";
    private static final String CLIENT = "GID_default@@@a";

    @TempDir
    private Path folder;

    private void refused(ServeProcess server, String client, String user, String password, String cause)
            throws IOException {
        try (RawClient bad = new RawClient(server.ports().get("tcp"))) {
            Connecting connecting = Connecting.as(Version.MQTT_5, client).username(user);
            bad.connect(password == null ? connecting : connecting.password(password));
            Received answer = bad.expect(Received.CONNACK);
            assertThat(answer.reason()).isEqualTo(0x86);
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains(TOLD);
        }
        String line = "connect refused: client \"" + client + "\", user \"" + user + "\" from 127.0.0.1:";
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(server.errors().lines())
                        .anySatisfy(each -> assertThat(each).contains(line, "(0x86): " + cause)));
    }

    private ServeProcess start(String... more) throws IOException {
        String[] all = new String[more.length + 2];
        System.arraycopy(more, 0, all, 0, more.length);
        all[more.length] = "--set";
        all[more.length + 1] = "log.linesPerSecond=1000";
        return ServeProcess.start(folder, 1000, all);
    }

    @Test
    void of_a_key_or_token() throws IOException {
        try (ServeProcess server = start()) {
            Credentials known = server.credentials();
            String ak = known.accessKey();
            String instance = known.instance();
            String good = "Signature|" + ak + "|" + instance;
            String right = Signature.of(known.secretKey(), CLIENT);
            refused(
                    server,
                    CLIENT,
                    good,
                    "wrong",
                    "the password is not the client id signed with the secret of AccessKey " + ak);
            refused(server, CLIENT + "2", good, right, "the password is not the client id signed with the secret");
            refused(server, CLIENT, good, null, "there is no password");
            refused(server, CLIENT, "Signature|AKxx|" + instance, right, "there is no AccessKey AKxx");
            refused(server, CLIENT, "Signature|" + ak + "|mqtt-none", right, "there is no instance mqtt-none");
            refused(server, CLIENT, "Signature|" + ak, right, "the user name names no instance");
            refused(server, CLIENT, "Signature||" + instance, right, "the user name names no AccessKey");
            refused(
                    server,
                    CLIENT,
                    "signature|" + ak + "|" + instance,
                    right,
                    "user name signature|" + ak + "|" + instance
                            + " is neither one of the service's forms, such as Signature|AccessKey|instance,"
                            + " nor one of custom authentication in " + instance);
            refused(server, CLIENT, "Token|" + ak + "|" + instance, "R|nonsense", "R token: it cannot be read");
        }
    }

    @Test
    void a_stranger_at_the_administration_forges_no_line() throws IOException {
        try (ServeProcess server = start();
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), server.ports().get("admin"))) {
            socket.getOutputStream()
                    .write(String.join(
                                    "\r\n",
                                    "GET /x%0a2020-01-01%20INFO%20audit:%20forged HTTP/1.1",
                                    "Host: a",
                                    "Connection: close",
                                    "",
                                    "")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 401 ");
            await().atMost(Duration.ofSeconds(30)).until(() -> server.errors().contains("forged"));
            assertThat(server.errors().lines()).anyMatch(line -> line.contains("GET /x\\u000a2020-01-01"));
        }
    }

    @Test
    void of_a_user() throws IOException {
        Path users =
                Files.writeString(folder.resolve("users"), "alice:" + BCrypt.hashpw("right", BCrypt.gensalt(4)) + "\n");
        try (ServeProcess server = start("--profile", "open", "--set", "auth.passwordFile=" + users)) {
            String instance = server.credentials().instance();
            refused(server, "a", "alice", "wrong", "the password of user alice is another one");
            refused(server, "a", "alice", null, "there is no password");
            refused(server, "a", "bob", "right", "there is no user bob in instance " + instance);
        }
    }
}
