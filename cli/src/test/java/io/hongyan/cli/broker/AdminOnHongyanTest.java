package io.hongyan.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.RecordedTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: instances and users are managed while the service runs, without files and restarts.
final class AdminOnHongyanTest {
    @Test
    void a_user_gets_in_from_creation_to_deletion(@TempDir Path folder) throws IOException {
        try (RunningServer server = RunningServer.start(folder, "profile=open")) {
            RecordedTerminal terminal = new RecordedTerminal().variable("HONGYAN_PASSWORD", "secret");
            String admin = " --data " + server.data();
            String publish = "pub -q 1 -t a -m x -u alice -h 127.0.0.1 -p " + server.port("tcp");

            assertThat(Pair.run(terminal, publish)).isEqualTo(0x86);
            assertThat(Pair.run(terminal, "admin user create alice" + admin))
                    .as(terminal.err())
                    .isZero();
            assertThat(Pair.run(terminal, publish)).as(terminal.err()).isZero();
            assertThat(Pair.run(terminal, "admin user list" + admin)).isZero();
            assertThat(Pair.run(terminal, "admin user delete alice" + admin)).isZero();
            assertThat(Pair.run(terminal, publish)).isEqualTo(0x86);

            assertThat(terminal.out()).isEqualTo("created alice\nNAME\nalice\ndeleted alice\n");
        }
    }

    @Test
    void users_made_here_and_users_of_the_file_both_stay_through_reloads_and_restarts(@TempDir Path folder)
            throws IOException {
        RecordedTerminal terminal = new RecordedTerminal().variable("HONGYAN_PASSWORD", "secret");
        assertThat(Pair.run(terminal, "user hash filed")).isZero();
        Path users = Files.writeString(folder.resolve("users"), terminal.out());
        String[] settings = {"profile=open", "auth.passwordFile=" + users};
        try (RunningServer server = RunningServer.start(folder, settings)) {
            String admin = " --data " + server.data();
            assertThat(Pair.run(terminal, "admin user create made" + admin)).isZero();
            assertThat(Pair.run(terminal, "admin reload" + admin)).isZero();
            bothPublish(server);
            assertThat(Pair.run(terminal, "admin user delete filed" + admin)).isEqualTo(Exit.REJECTED);
            assertThat(terminal.err()).contains("user filed is in the file of users (auth.passwordFile)");
        }
        try (RunningServer server = RunningServer.start(folder, settings)) {
            bothPublish(server);
            Files.writeString(users, "");
            assertThat(Pair.run(terminal, "admin reload --data " + server.data()))
                    .isZero();
            assertThat(publish(server, "filed")).isEqualTo(0x86);
            assertThat(publish(server, "made")).isZero();
        }
    }

    private static void bothPublish(RunningServer server) {
        assertThat(publish(server, "filed")).isZero();
        assertThat(publish(server, "made")).isZero();
    }

    private static int publish(RunningServer server, String user) {
        return Pair.run(
                new RecordedTerminal().variable("HONGYAN_PASSWORD", "secret"),
                "pub -q 1 -t a -m x -h 127.0.0.1 -p " + server.port("tcp") + " -u " + user);
    }

    @Test
    void a_device_keeps_the_key_pair_that_it_has_in_the_cloud(@TempDir Path folder) throws IOException {
        try (RunningServer server = RunningServer.start(folder)) {
            RecordedTerminal terminal = new RecordedTerminal().variable("HONGYAN_SK", "its-secret");
            String admin = " --data " + server.data();
            for (String instance : List.of("mqtt-cn-moved", "mqtt-cn-other")) {
                assertThat(Pair.run(terminal, "admin instance create " + instance + admin))
                        .isZero();
                assertThat(Pair.run(terminal, "admin group create GID_pay --instance " + instance + admin))
                        .isZero();
                assertThat(Pair.run(terminal, "admin topic create orders --instance " + instance + admin))
                        .isZero();
                assertThat(Pair.run(terminal, "admin key import LTAI5tExample --instance " + instance + admin))
                        .as(terminal.err())
                        .isZero();
                String publish =
                        "pub -q 1 -t orders/a -m x --ak LTAI5tExample --sk its-secret --group GID_pay --instance "
                                + instance + " -h 127.0.0.1 -p " + server.port("tcp");
                assertThat(Pair.run(terminal, publish)).as(terminal.err()).isZero();
            }
            terminal.variable("HONGYAN_SK", "another");
            assertThat(Pair.run(terminal, "admin key import LTAI5tExample --instance mqtt-cn-moved" + admin))
                    .isNotZero();
            assertThat(terminal.err()).contains("AccessKey LTAI5tExample exists with another secret");
            assertThat(terminal.out()).contains("imported LTAI5tExample\n").doesNotContain("its-secret");
        }
    }

    @Test
    void an_instance_is_created_with_the_profile_that_was_asked_for(@TempDir Path folder) throws IOException {
        try (RunningServer server = RunningServer.start(folder)) {
            RecordedTerminal terminal = new RecordedTerminal();
            String admin = " --data " + server.data();

            assertThat(Pair.run(terminal, "admin instance create mqtt-house --profile open" + admin))
                    .as(terminal.err())
                    .isZero();
            assertThat(Pair.run(terminal, "admin instance create mqtt-plant" + admin))
                    .isZero();
            assertThat(Pair.run(terminal, "admin instance list" + admin)).isZero();

            assertThat(terminal.out()).containsPattern("mqtt-house +open").containsPattern("mqtt-plant +cloud");
        }
    }

    @Test
    void a_reload_that_cannot_use_a_file_names_it_and_fails(@TempDir Path folder) throws IOException {
        Path rights = Files.writeString(folder.resolve("rights"), "topic a/#\n");
        try (RunningServer server = RunningServer.start(folder, "profile=open", "auth.aclFile=" + rights)) {
            RecordedTerminal terminal = new RecordedTerminal();
            String admin = " --data " + server.data();
            assertThat(Pair.run(terminal, "admin reload" + admin)).isZero();
            assertThat(Pair.run(terminal, "admin reload-tls" + admin)).isZero();
            assertThat(terminal.out().lines())
                    .containsExactly(
                            "reloaded: certificate of tls, wss, amqps, rights",
                            "reloaded: certificate of tls, wss, amqps");

            Files.writeString(server.certificate(), "damaged");
            assertThat(Pair.run(terminal, "admin reload-tls" + admin)).isEqualTo(Exit.REJECTED);
            assertThat(terminal.err())
                    .contains("certificate of tls, wss, amqps stays as it was: there is no certificate in "
                            + server.certificate());
            Files.writeString(rights, "topic deni a/#\n");
            assertThat(Pair.run(terminal, "admin reload" + admin)).isEqualTo(Exit.REJECTED);
            assertThat(terminal.err()).contains("; rights stay as they were: " + rights + ":1: ");
        }
    }

    @Test
    void clients_subscriptions_and_retained_messages_are_shown(@TempDir Path folder) throws Exception {
        String[] settings = {"profile=open", "auth.allowAnonymous=true"};
        try (RunningServer server = RunningServer.start(folder, settings)) {
            String admin = " --data " + server.data();
            String to = " -h 127.0.0.1 -p " + server.port("tcp");
            Pair pair = new Pair();
            var code = pair.subscribe("-c -i keeper -V 311 -q 1 -t home/# -t garden/+ -C 1" + to);

            RecordedTerminal terminal = new RecordedTerminal();
            assertThat(Pair.run(terminal, "admin client list" + admin)).isZero();
            assertThat(terminal.out()).containsPattern("keeper +true +3\\.1\\.1 +127\\.0\\.0\\.1:");
            assertThat(Pair.run(terminal, "admin client show keeper" + admin)).isZero();
            assertThat(terminal.out())
                    .containsPattern("clientId: +keeper")
                    .containsPattern("FILTER +QOS")
                    .containsPattern("garden/\\+ +1 ")
                    .containsPattern("home/# +1 ");
            assertThat(Pair.run(terminal, "admin client show nobody" + admin)).isEqualTo(Exit.REJECTED);

            assertThat(pair.publish("-q 1 -r -i giver -t home/door -m open" + to))
                    .isZero();
            assertThat(code.get(60, TimeUnit.SECONDS)).isZero();
            terminal = new RecordedTerminal();
            assertThat(Pair.run(terminal, "admin retained list --filter home/+" + admin))
                    .isZero();
            assertThat(terminal.out())
                    .containsPattern("TOPIC +QOS +BYTES +PUBLISHER +EXPIRES")
                    .containsPattern("home/door +1 +4 +giver +never");
            assertThat(Pair.run(terminal, "admin retained list --filter no/#" + admin))
                    .isZero();
            assertThat(terminal.out()).contains("(none)");
        }
        try (RunningServer server = RunningServer.start(folder, settings)) {
            RecordedTerminal terminal = new RecordedTerminal();
            assertThat(Pair.run(terminal, "admin client list --data " + server.data()))
                    .isZero();
            assertThat(terminal.out()).as("the version is not kept").containsPattern("keeper +false +unknown");
        }
    }

    @Test
    void rules_and_connections_are_managed_and_outlive_a_restart(@TempDir Path folder) throws IOException {
        RecordedTerminal terminal = new RecordedTerminal().variable("HONGYAN_ROCKETMQ_SK", "hush");
        try (RunningServer server = RunningServer.start(folder)) {
            String admin = " --data " + server.data();
            String rule = "admin rule create out-1 --kind outbound --resource TopicDefault --connection main --topic ";
            assertThat(Pair.run(terminal, rule + "T" + admin)).isEqualTo(Exit.REJECTED);
            assertThat(terminal.err()).contains("hongyan admin rocketmq create main");
            for (String command : List.of(
                    "admin rocketmq create main --address 127.0.0.1:9876 --ak AK",
                    rule + "T",
                    "admin rule create --v2-defaults --connection main",
                    "admin rule disable out-1",
                    "admin rule edit in-TopicDefault --filter tag --expression a||b")) {
                assertThat(Pair.run(terminal, command + admin))
                        .as(terminal.err())
                        .isZero();
            }
            assertThat(Pair.run(terminal, "admin topic delete TopicDefault" + admin))
                    .isEqualTo(Exit.REJECTED);
            assertThat(terminal.err()).contains("outbound rule out-1, inbound rule in-TopicDefault");
            assertThat(Pair.run(terminal, "admin rocketmq test main" + admin)).isEqualTo(Exit.REJECTED);
            assertThat(terminal.out()).contains("NAME\nin-TopicDefault\nstatus-GID_default\n", "disabled out-1\n");
        }
        try (RunningServer server = RunningServer.start(folder)) {
            RecordedTerminal after = new RecordedTerminal();
            String admin = " --data " + server.data();
            assertThat(Pair.run(after, "admin rule list --json" + admin)).isZero();
            assertThat(Pair.run(after, "admin rocketmq list" + admin)).isZero();
            assertThat(after.out())
                    .contains("\"id\":\"out-1\"", "\"enabled\":false", "\"expression\":\"a||b\"", "GID_default_MQTT")
                    .contains("main  rocketmq  127.0.0.1:9876  AK          ***")
                    .doesNotContain("hush");
        }
    }
}
