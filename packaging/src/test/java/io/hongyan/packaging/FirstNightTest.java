package io.hongyan.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.codec.foreign.NeedsProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: who has the package and the pages alone gets foreign clients in by each login, and when certificate,
/// configuration, rights or disk break, the program says what is wrong and goes on.
@Tag("nightly")
@NeedsProgram({"tar", "mosquitto_pub", "mosquitto_sub"})
final class FirstNightTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int REFUSED_RELOAD = 20;
    private static final String DEVICE = "GID_default@@@device1";
    private static final Commands COMMANDS = new Commands(Commands.EMPTY);

    /// Takes all room, also what the service gives back.
    private static final String FILL = """
            touch /tmp/data/filling
            (while [ -e /tmp/data/filling ]; do head -c 1M /dev/zero >> /tmp/data/full; sleep 0.1; done) \\
                > /dev/null 2>&1 &
            for i in $(seq 600); do
                [ "$(df --output=avail /tmp/data | tail -1)" -eq 0 ] && exit 0
                sleep 0.1
            done
            exit 1
            """;

    /// More than the log of the store has room for.
    private static final String PUBLISH_MUCH = """
            for i in $(seq 60); do head -c 900000 /dev/zero | tr '\\0' x; echo; done \\
                | timeout 20 mosquitto_pub -V 5 -q 1 -t a -l
            """;

    @TempDir
    private static Path installed;

    private static Path program = Path.of("");

    @TempDir
    private Path folder;

    /// User name and password of a client, with the options of a mosquitto client that name them.
    private record Login(String clientId, String user, String password) {
        List<String> options() {
            return List.of("-i", clientId, "-u", user, "-P", password);
        }
    }

    @BeforeAll
    static void unpack() throws Exception {
        COMMANDS.run("tar", "-xzf", Built.tarball().toString(), "-C", installed.toString())
                .checked();
        try (Stream<Path> unpacked = Files.list(installed)) {
            program = unpacked.findFirst().orElseThrow().resolve("bin/hongyan");
        }
    }

    @Test
    void a_foreign_client_gets_in_by_signature_and_token_over_tcp_and_tls() throws Exception {
        try (RunningServer server = RunningServer.start(COMMANDS, program, folder.resolve("data"))) {
            Login signature = printed(
                    DEVICE, server.command("sign", "--client-id", DEVICE).checked());
            Login token = printed(
                    DEVICE,
                    server.command("token", "apply", "--resources", "TopicDefault/#")
                            .checked());
            String[] tls = {"--cafile", folder.resolve("data/tls/server.crt").toString(), "-h", "localhost"};
            for (Login login : List.of(signature, token)) {
                exchange(server, "tcp", login, "TopicDefault/" + login.user().charAt(0));
                exchange(server, "tls", login, "TopicDefault/tls" + login.user().charAt(0), tls);
            }
            Login wrong = new Login(DEVICE, signature.user(), "d3Jvbmc=");
            assertThat(mosquitto("mosquitto_pub", server, "tcp", wrong, "-t", "TopicDefault/a", "-m", "x")
                            .output())
                    .containsIgnoringCase("bad user name or password");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(server.output())
                            .contains("the password is not the client id signed with the secret of"));
            assertThat(server.output()).doesNotContain(signature.password(), token.password(), "d3Jvbmc=");
            assertThat(server.stop()).as(server.output()).isZero();
        }
    }

    @Test
    void broken_certificates_rights_users_and_configuration_are_named_and_change_nothing() throws Exception {
        Path users = Files.writeString(folder.resolve("users"), hashed("alice", "wonder") + hashed("bob", "builder"));
        Path rights = Files.writeString(folder.resolve("rights"), """
                user alice
                topic readwrite #
                user bob
                topic readwrite #
                topic deny secret/#
                """);
        Path config = Files.writeString(
                folder.resolve("hongyan.yaml"),
                "profile: open\nauth: {passwordFile: '" + users + "', aclFile: '" + rights + "'}\n");
        Path data = folder.resolve("data");
        Login alice = new Login("a", "alice", "wonder");
        try (RunningServer server = RunningServer.start(COMMANDS, program, data, "--config", config.toString())) {
            exchange(server, "tcp", alice, "home/1");
            Path certificate = data.resolve("tls/server.crt");
            broken(server, certificate, otherCertificate(), "server.crt");
            broken(server, users, "alice:wonder\n", "users");
            broken(server, rights, "topic denny secret/#\n", "rights:1");
            broken(server, config, "profile: open\nbroker: {shrds: 2}\n", "hongyan.yaml:2");

            String[] tls = {"--cafile", certificate.toString(), "-h", "localhost"};
            exchange(server, "tls", alice, "home/2", tls);
            exchange(server, "tcp", new Login("b", "bob", "builder"), "home/3");
            assertThat(server.command("admin", "reload").exit()).isZero();
            assertThat(server.stop()).as(server.output()).isZero();
        }
    }

    /// Breaks a file, and looks that a reload and `check-config` say so; then brings the old content back.
    private void broken(RunningServer server, Path file, String content, String named) throws Exception {
        String before = Files.readString(file);
        Files.writeString(file, content);
        Commands.Run reload = server.command("admin", "reload");
        assertThat(reload.exit()).as(reload.output()).isEqualTo(REFUSED_RELOAD);
        assertThat(reload.output()).contains(named);
        Commands.Run check = COMMANDS.run(
                program.toString(),
                "check-config",
                "--data",
                folder.resolve("data").toString(),
                folder.resolve("hongyan.yaml").toString());
        assertThat(check.exit()).as(check.output()).isEqualTo(1);
        assertThat(check.output()).contains(named);
        exchange(server, "tcp", new Login("a", "alice", "wonder"), "home/" + named);
        Files.writeString(file, before);
    }

    @Test
    @NeedsProgram("unshare")
    void a_full_disk_is_told_and_over_when_there_is_room() throws Exception {
        Files.setPosixFilePermissions(installed, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Machine machine = Machine.create(installed)) {
            String command = "/tmp/host/" + installed.relativize(program) + " ";
            machine.run("mkdir /tmp/data && mount -t tmpfs -o size=48m,mode=1777 none /tmp/data")
                    .checked();
            machine.start(
                    "65534",
                    command + "serve --profile open --allow-anonymous --bind 127.0.0.1 --data /tmp/data/hongyan");
            machine.run("mosquitto_sub -V 5 -i kept -c -x 3600 -E -q 1 -t a").checked();
            machine.run(FILL).checked();
            await().atMost(PATIENCE).untilAsserted(() -> {
                machine.run(PUBLISH_MUCH);
                assertThat(health(machine)).contains("degraded", "No space left");
            });
            assertThat(machine.run("timeout 20 mosquitto_pub -V 5 -q 1 -t a -m refused 2>&1")
                            .output())
                    .containsIgnoringCase("quota exceeded");
            machine.run("timeout 20 mosquitto_pub -V 5 -q 0 -t b -m goes-on").checked();
            machine.run("rm /tmp/data/filling; while ! rm /tmp/data/full; do sleep 0.1; done")
                    .checked();
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(health(machine)).contains("\"ok\"");
                machine.run("timeout 20 mosquitto_pub -V 5 -q 1 -t a -m after").checked();
            });
            machine.stop();
        }
    }

    private static String health(Machine machine) throws IOException, InterruptedException {
        return machine.run("""
                exec 3<>/dev/tcp/127.0.0.1/9464
                printf 'GET /health HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3
                cat <&3
                """).output();
    }

    /// Publishes a retained message and receives it, as a foreign client does.
    private static void exchange(RunningServer server, String listener, Login login, String topic, String... more)
            throws IOException, InterruptedException {
        mosquitto("mosquitto_pub", server, listener, login, with(more, "-q", "1", "-r", "-t", topic, "-m", "x"))
                .checked();
        String got = mosquitto("mosquitto_sub", server, listener, login, with(more, "-C", "1", "-W", "20", "-t", topic))
                .checked();
        assertThat(got).isEqualToIgnoringNewLines("x");
    }

    private static String[] with(String[] first, String... then) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(then)).toArray(String[]::new);
    }

    private static Commands.Run mosquitto(
            String client, RunningServer server, String listener, Login login, String... more)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(client, "-h", "127.0.0.1", "-p", server.port(listener)));
        words.addAll(login.options());
        words.addAll(List.of(more));
        return COMMANDS.run(words);
    }

    private static Login printed(String clientId, String output) {
        return new Login(clientId, value(output, "username"), value(output, "password"));
    }

    private static String value(String output, String name) {
        Matcher line = Pattern.compile("(?m)^" + name + ": +(\\S+)$").matcher(output);
        assertThat(line.find()).as(output).isTrue();
        return line.group(1);
    }

    /// A line of the file of users.
    private String hashed(String user, String password) throws Exception {
        Path file = Files.writeString(folder.resolve(user), password + "\n");
        return COMMANDS.run("bash", "-c", "\"$0\" user hash " + user + " < '" + file + "'", program.toString())
                .checked();
    }

    /// A certificate that belongs to another key.
    private String otherCertificate() throws Exception {
        Path other = folder.resolve("other");
        try (RunningServer server = RunningServer.start(COMMANDS, program, other, "--profile", "open")) {
            server.stop();
        }
        return Files.readString(other.resolve("tls/server.crt"));
    }
}
