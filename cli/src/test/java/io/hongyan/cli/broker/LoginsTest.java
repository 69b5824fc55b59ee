package io.hongyan.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.RecordedTerminal;
import io.hongyan.client.MqttClient;
import io.hongyan.client.auth.Scram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what the commands print for logins lets clients in.
final class LoginsTest {
    private static void scram(RunningServer server, String user) throws Exception {
        try (MqttClient client = MqttClient.builder()
                .server("mqtt://127.0.0.1:" + server.port("tcp"))
                .clientId("c-" + user)
                .credentials(Scram.credentials(user, "pencil"))
                .connect()) {
            assertThat(client).isNotNull();
        }
    }

    @Test
    void a_line_of_user_hash_lets_its_user_in_by_password_and_by_scram(@TempDir Path folder) throws Exception {
        RecordedTerminal terminal = new RecordedTerminal();
        assertThat(Pair.run(terminal, "user hash ann --password pencil")).isZero();
        assertThat(terminal.out()).matches("ann:\\$2a\\$10\\$[^:]+:SCRAM-SHA-256\\$4096:[^:]+:[^:]+\n");
        Path users = Files.writeString(folder.resolve("users"), terminal.out());
        try (RunningServer server = RunningServer.start(folder, "profile=open", "auth.passwordFile=" + users)) {
            String to = " -t a -m x -h 127.0.0.1 -p " + server.port("tcp");
            assertThat(new Pair().publish("-u ann -P pencil -q 1" + to)).isZero();
            assertThat(new Pair().publish("-u ann -P pen -q 1" + to)).isNotZero();
            scram(server, "ann");

            RecordedTerminal bob = new RecordedTerminal();
            assertThat(Pair.run(bob, "admin user create bob --password pencil --data " + server.data()))
                    .as(bob.err())
                    .isZero();
            scram(server, "bob");

            RecordedTerminal asked = new RecordedTerminal().answer("password", "pencil");
            assertThat(Pair.run(asked, "admin user create cat --data " + server.data()))
                    .as(asked.err())
                    .isZero();
            scram(server, "cat");
        }
    }

    @Test
    void a_client_without_a_user_name_is_called_so(@TempDir Path folder) throws IOException {
        Path rights = Files.writeString(folder.resolve("rights"), "user ann\ntopic a/#\n");
        String[] settings = {"profile=open", "auth.allowAnonymous=true", "auth.aclFile=" + rights};
        try (RunningServer server = RunningServer.start(folder, settings)) {
            Pair pair = new Pair();
            String to = " -h 127.0.0.1 -p " + server.port("tcp");
            assertThat(pair.publish("-q 1 -t a/b -m x" + to)).isEqualTo(0x87);
            assertThat(pair.publisher().err()).contains("a client without a user name has no right to publish to a/b");
        }
    }

    @Test
    void a_name_or_password_that_cannot_be_is_refused() {
        RecordedTerminal terminal = new RecordedTerminal();
        assertThat(Pair.run(terminal, "user hash a:b --password x")).isEqualTo(Exit.USAGE);
        assertThat(Pair.run(terminal, "user hash ann --password " + "x".repeat(73)))
                .isEqualTo(Exit.USAGE);
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void what_token_apply_prints_lets_any_client_in(@TempDir Path folder) throws IOException {
        try (RunningServer server = RunningServer.start(folder)) {
            RecordedTerminal terminal = new RecordedTerminal();
            assertThat(Pair.run(
                            terminal, "token apply --resources TopicDefault/# --actions R,W --data " + server.data()))
                    .as(terminal.err())
                    .isZero();
            Map<String, String> printed = new HashMap<>();
            terminal.out()
                    .lines()
                    .forEach(line -> printed.put(
                            line.substring(0, line.indexOf(':')),
                            line.substring(line.indexOf(':') + 1).strip()));
            Pair pair = new Pair();
            assertThat(pair.publish("-i GID_default@@@t -q 1 -t TopicDefault/x -m y -h 127.0.0.1 -p "
                            + server.port("tcp") + " -u " + printed.get("username") + " -P " + printed.get("password")))
                    .as(pair.publisher().err())
                    .isZero();
        }
    }
}
