package io.hongyan.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cli.HongyanRun;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.RecordedTerminal;
import io.hongyan.codec.foreign.NeedsProgram;
import io.hongyan.server.Server;
import io.hongyan.server.config.source.ConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: who ran mosquitto runs Hongyan with the same listeners, users, passwords and rights after one command.
@NeedsProgram({"mosquitto", "mosquitto_passwd", "mosquitto_pub", "openssl"})
class ImportFromMosquittoTest {
    @TempDir
    private Path folder;

    private final RecordedTerminal terminal = new RecordedTerminal();

    private record Result(int code, String text) {}

    private Result program(String... words) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", "");
        Process process = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), Files.readString(out));
    }

    private Path passwords() throws IOException, InterruptedException {
        Path users = folder.resolve("passwd");
        assertThat(program("mosquitto_passwd", "-c", "-b", users.toString(), "ann", "pencil and paper")
                        .code())
                .isZero();
        assertThat(program("mosquitto_passwd", "-b", users.toString(), "bob", "wörd")
                        .code())
                .isZero();
        return users;
    }

    private int hongyan(String... words) {
        return HongyanRun.execute(terminal.terminal(), words);
    }

    private Path conf(List<Integer> ports) throws IOException, InterruptedException {
        Mosquitto.certify(folder);
        passwords();
        Files.writeString(folder.resolve("acl"), """
                # everybody
                pattern readwrite own/%u/#
                topic read public/#
                user ann
                topic read sensors/#
                topic write commands/door
                topic deny sensors/secret
                """);
        return Files.writeString(
                folder.resolve("mosquitto.conf"), """
                # a usual one
                per_listener_settings false
                password_file %1$s/passwd
                acl_file %1$s/acl
                allow_anonymous true
                persistence true
                persistence_location /var/lib/mosquitto/
                max_queued_messages 500
                max_inflight_messages 40
                persistent_client_expiration 2w
                log_dest syslog

                listener %2$d 127.0.0.1
                listener %3$d 127.0.0.1
                certfile %1$s/cert.pem
                keyfile %1$s/key.pem
                listener %4$d 127.0.0.1
                protocol websockets

                connection up
                address other.example:1883
                topic # out
                """.formatted(folder, ports.get(0), ports.get(1), ports.get(2)));
    }

    /// What a client is let do: pairs of a command and whether the broker must take it.
    private List<String> rights(List<Integer> ports) throws IOException, InterruptedException {
        String tcp = Integer.toString(ports.get(0));
        String tls = Integer.toString(ports.get(1));
        List<String> done = new ArrayList<>();
        String[][] logins = {
            {},
            {"-u", "ann", "-P", "pencil and paper"},
            {"-u", "bob", "-P", "wörd"},
            {"-u", "ann", "-P", "pencil"},
            {"-u", "eve", "-P", "wörd"}
        };
        for (String[] login : logins) {
            for (String topic : List.of("own/ann/x", "public/x", "sensors/x", "commands/door", "sensors/secret")) {
                Result sent = sent(tcp, topic, login);
                done.add(String.join(" ", login) + " pub " + topic + " " + outcome(sent));
            }
        }
        for (String filter : List.of("own/ann/#", "own/ann/x", "commands/door")) {
            for (int login = 1; login <= 2; login++) {
                List<String> words = new ArrayList<>(List.of("mosquitto_sub", "-h", "127.0.0.1", "-p", tcp));
                words.addAll(List.of("-t", filter, "-C", "1", "-W", "2"));
                words.addAll(List.of(logins[login]));
                Result got = program(words.toArray(String[]::new));
                done.add(logins[login][1] + " sub " + filter + " " + got.text().startsWith("x"));
            }
        }
        Result secure = program(secureWords(tls));
        done.add("tls " + secure.code());
        return done;
    }

    private static String[] secureWords(String port) {
        List<String> words = new ArrayList<>(
                List.of(("mosquitto_pub -V 5 --cafile cert.pem -h 127.0.0.1 -q 1 -t commands/door -m x -u ann -p "
                                + port + " -P")
                        .split(" ")));
        words.add("pencil and paper");
        return words.toArray(String[]::new);
    }

    /// The two brokers name a wrong password by different codes.
    private static String outcome(Result result) {
        String text = result.text().toLowerCase(Locale.ROOT);
        return result.code() > 0 ? "no login" : text.contains("not authori") ? "refused" : "done";
    }

    private Result sent(String port, String topic, String... login) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                "mosquitto_pub", "-V", "5", "-h", "127.0.0.1", "-p", port, "-q", "1", "-r", "-t", topic, "-m", "x"));
        words.addAll(List.of(login));
        return program(words.toArray(String[]::new));
    }

    @Test
    void clients_log_in_with_the_same_passwords_and_have_the_same_rights() throws Exception {
        List<Integer> ports = Mosquitto.freePorts(3);
        Path conf = conf(ports);
        Process mosquitto = new ProcessBuilder("/usr/sbin/mosquitto", "-c", conf.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("mosquitto.log").toFile())
                .start();
        List<String> wanted;
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> ports.stream().allMatch(Mosquitto::listens));
            wanted = rights(ports);
        } finally {
            mosquitto.destroy();
            assertThat(mosquitto.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        Path made = folder.resolve("made");
        assertThat(hongyan("import", conf.toString(), "--to", made.toString()))
                .as(terminal.err())
                .isZero();
        String told = terminal.out();
        assertThat(told)
                .contains("3 listeners, 2 users, 5 rules")
                .contains(conf + ":7: persistence_location: ")
                .contains(conf + ":11: log_dest: ")
                .contains(conf + ":20: connection: there are no bridges")
                .contains(conf + ":22: topic: there are no bridges");
        Path yaml = made.resolve("hongyan.yaml");
        assertThat(hongyan("check-config", yaml.toString(), "--metrics-port", "0", "--admin-port", "0"))
                .as(terminal.err() + Files.readString(yaml))
                .isZero();
        List<String> settings = List.of("metrics.port=0", "admin.port=0", "broker.shards=1");
        try (Server server = Server.start(new ConfigSource(yaml, Map.of(), settings).read(new ArrayList<>()))) {
            assertThat(server.ports()).containsOnlyKeys("tcp", "tls", "ws");
            assertThat(rights(ports))
                    .isEqualTo(wanted)
                    .contains(
                            "ann sub own/ann/# true",
                            "bob sub own/ann/# false",
                            "ann sub commands/door false",
                            "tls 0");
        }
        assertThat(Files.readString(yaml))
                .contains("maxQueuedMessages: 500", "maxInflight: 40", "maxExpiry: \"14d\"", "enabled: true");
    }

    @Test
    void nothing_is_overwritten() throws Exception {
        Path conf = conf(Mosquitto.freePorts(3));
        String made = folder.resolve("made").toString();
        assertThat(hongyan("import", conf.toString(), "--to", made)).isZero();
        Path yaml = Files.writeString(folder.resolve("made/hongyan.yaml"), "mine");

        assertThat(hongyan("import", conf.toString(), "--to", made)).isEqualTo(Exit.USAGE);

        assertThat(terminal.err()).contains("users.txt is there already");
        assertThat(yaml).hasContent("mine");
    }
}
