package io.hongyan.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cli.HongyanRun;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.RecordedTerminal;
import io.hongyan.server.data.Credentials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: on the machine of the server its data folder is all that publishing and subscribing need.
final class LocalServerTest {
    private final Pair pair = new Pair();

    @TempDir
    private Path folder;

    private void arrives(String topic, String filter, String options) {
        CompletableFuture<Integer> code = pair.subscribe("-q 1 -C 1 -v -t " + filter + options);

        assertThat(pair.publish("-q 1 -m hello -t " + topic + options))
                .as(pair.publisher().err())
                .isZero();

        assertThat(code.join()).isZero();
        assertThat(pair.subscriber().out()).isEqualTo(topic + " hello\n");
    }

    @Test
    void the_data_folder_supplies_address_and_login_of_the_cloud_profile() throws IOException {
        try (RunningServer server = RunningServer.start(folder, "profile=cloud")) {
            Credentials known = Credentials.read(server.data()).orElseThrow();

            arrives(known.topic() + "/a", known.topic() + "/#", " --data " + server.data());

            assertThat(pair.publisher().err()).isEmpty();
        }
    }

    @Test
    void a_device_alone_is_one_of_the_group_of_the_data_folder() throws IOException {
        try (RunningServer server = RunningServer.start(folder, "profile=cloud")) {
            Credentials known = Credentials.read(server.data()).orElseThrow();
            String options = " -d --device 7 -m x -t " + known.topic() + "/a --data " + server.data();

            assertThat(pair.publish(options)).as(pair.publisher().err()).isZero();

            assertThat(pair.publisher().err()).contains("client id '" + known.group() + "@@@7'");
        }
    }

    @Test
    void the_data_folder_lets_everything_be_seen_with_profile_open() throws IOException {
        try (RunningServer server = RunningServer.start(folder, "profile=open")) {
            arrives("any/topic", "#", " --data " + server.data());
        }
    }

    @Test
    void the_data_folder_supplies_the_certificate_to_believe() throws IOException {
        try (RunningServer server = RunningServer.start(folder, "profile=open", "listeners.tcp.port=0")) {
            arrives("a", "#", " --data " + server.data());
            assertThat(pair.publish("-q 1 -m x -t a --tls --ws --data " + server.data()))
                    .as(pair.publisher().err())
                    .isZero();
        }
    }

    @Test
    void explicit_options_win_over_the_data_folder() throws IOException {
        try (RunningServer server = RunningServer.start(folder, "profile=open", "auth.allowAnonymous=true")) {
            String data = " --data " + server.data();
            assertThat(pair.publish("-t a -m x -u nobody -P wrong" + data)).isEqualTo(0x86);
            assertThat(pair.publish("-t a -m x -h 127.0.0.1 -p 1" + data)).isEqualTo(Exit.UNREACHABLE);
            assertThat(pair.publish("-d -t a -m x -i me" + data)).isZero();
            assertThat(pair.publisher().err()).contains("client id 'me' user 'Signature|");
            int port = server.port("tcp");
            assertThat(pair.publish("-q 1 -t a -m x -h 127.0.0.1 -p " + port)).isZero();
        }
    }

    @Test
    void a_folder_whose_service_does_not_run_is_told() throws IOException {
        RecordedTerminal terminal = pair.publisher();
        assertThat(pair.publish("-t a -m x --data " + folder.resolve("none"))).isEqualTo(Exit.USAGE);
        assertThat(terminal.err()).contains("--data: there is no folder " + folder.resolve("none"));

        Path data;
        try (RunningServer server = RunningServer.start(folder, "profile=open")) {
            data = server.data();
        }
        assertThat(pair.publish("-t a -m x --data " + data)).isEqualTo(Exit.USAGE);
        assertThat(terminal.err()).contains("no service of " + data + " runs", "hongyan serve", "-h");
    }

    @Test
    void a_login_that_was_deleted_is_told() throws IOException {
        try (RunningServer server = RunningServer.start(folder, "profile=open", "auth.allowAnonymous=true")) {
            Credentials known = Credentials.read(server.data()).orElseThrow();
            RecordedTerminal terminal = pair.subscriber();
            String data = server.data().toString();
            assertThat(HongyanRun.execute(
                            terminal.terminal(),
                            "admin",
                            "key",
                            "delete",
                            "--everywhere",
                            known.accessKey(),
                            "--data",
                            data))
                    .as(terminal.err())
                    .isZero();
            assertThat(pair.publish("-t a -m x --data " + data)).isEqualTo(Exit.USAGE);
            assertThat(pair.publisher().err())
                    .contains("--data: the AccessKey", known.accessKey(), "was deleted")
                    .contains("hongyan admin key create --data " + data, "-u and -P", "--ak, --sk and --instance");
            assertThat(pair.publish("-q 1 -t a -m x -h 127.0.0.1 -p " + server.port("tcp")))
                    .isZero();
        }
    }

    @Test
    void the_login_follows_a_rotation_of_keys() throws IOException {
        try (RunningServer server = RunningServer.start(folder)) {
            Credentials known = Credentials.read(server.data()).orElseThrow();
            RecordedTerminal admin = new RecordedTerminal();
            String data = " --data " + server.data();
            assertThat(Pair.run(admin, "admin key create" + data)).isZero();
            assertThat(Pair.run(admin, "admin key create" + data)).isZero();
            assertThat(Pair.run(admin, "admin key delete --everywhere " + known.accessKey() + data))
                    .isZero();

            arrives(known.topic() + "/a", known.topic() + "/#", data);

            String newest = known.current(server.data()).orElseThrow().accessKey();
            assertThat(admin.out().lastIndexOf("accessKey: "))
                    .isEqualTo(admin.out().indexOf("accessKey: " + newest));
            RecordedTerminal terminal = new RecordedTerminal();
            assertThat(Pair.run(terminal, "credentials --json" + data)).isZero();
            assertThat(Pair.run(terminal, "sign -i GID_default@@@1" + data)).isZero();
            assertThat(Pair.run(terminal, "token apply --resources a" + data)).isZero();
            assertThat(terminal.out())
                    .contains("\"accessKey\" : \"" + newest, "Signature|" + newest + "|", "Token|" + newest + "|")
                    .doesNotContain(known.accessKey());
            assertThat(terminal.err()).contains("note: the AccessKey of the first start, " + known.accessKey());
        }
    }

    @Test
    void a_token_of_a_key_that_is_gone_is_refused_with_the_option_to_add() throws IOException {
        try (RunningServer server = RunningServer.start(folder)) {
            Credentials known = Credentials.read(server.data()).orElseThrow();
            RecordedTerminal terminal = new RecordedTerminal();
            String data = " --data " + server.data();
            assertThat(Pair.run(terminal, "admin key delete --everywhere " + known.accessKey() + data))
                    .isZero();
            assertThat(Pair.run(terminal, "token apply --resources a" + data)).isEqualTo(Exit.REJECTED);
            assertThat(terminal.err())
                    .contains(known.accessKey() + " does not open instance " + known.instance() + "; add --ak NEW")
                    .contains("hongyan admin key list --instance " + known.instance() + data + "' lists");
        }
    }

    @Test
    void sign_takes_the_login_of_the_data_folder() throws IOException {
        try (RunningServer server = RunningServer.start(folder)) {
            Credentials known = Credentials.read(server.data()).orElseThrow();
            RecordedTerminal given = new RecordedTerminal().variable("HONGYAN_SK", known.secretKey());
            String of = " -i GID_default@@@1";
            assertThat(Pair.run(given, "sign --ak " + known.accessKey() + " --instance " + known.instance() + of))
                    .isZero();
            RecordedTerminal taken = new RecordedTerminal();
            assertThat(Pair.run(taken, "sign --data " + server.data() + of)).isZero();
            assertThat(taken.out()).isEqualTo(given.out()).contains("Signature|" + known.accessKey());

            assertThat(Pair.run(taken, "sign --data " + folder + of)).isEqualTo(Exit.USAGE);
            assertThat(taken.err()).contains("there is no " + folder.resolve("credentials.json"), "--ak");
            assertThat(Pair.run(taken, "sign --instance none --data " + server.data() + of))
                    .as("the key of the first start opens all")
                    .isZero();
        }
    }

    @Test
    void a_service_is_found_at_the_address_that_it_listens_on() throws IOException {
        String[] settings = {"profile=open", "bind=127.0.0.2", "listeners.ws.bind=::", "admin.bind=127.0.0.3"};
        try (RunningServer server = RunningServer.start(folder, settings)) {
            String data = " --data " + server.data();
            arrives("a", "#", data);
            assertThat(pair.publish("-q 1 -m x -t a --ws" + data))
                    .as(pair.publisher().err())
                    .isZero();
            assertThat(Pair.run(pair.publisher(), "admin status" + data))
                    .as(pair.publisher().err())
                    .isZero();
        }
    }

    @Test
    void a_listener_that_the_service_does_not_have_is_told() throws IOException {
        try (RunningServer server = RunningServer.start(folder, "profile=open", "listeners.ws.port=0")) {
            assertThat(pair.publish("-t a -m x --ws --data " + server.data())).isEqualTo(Exit.USAGE);
            assertThat(pair.publisher().err())
                    .contains(
                            "has no listener for ws; it has tcp (tcp, port " + server.port("tcp") + ")",
                            "tls (tls, port ")
                    .doesNotContain("admin (", "admin,");
        }
    }

    @Test
    void a_listener_of_another_name_is_found_by_its_kind() throws IOException {
        try (RunningServer server = RunningServer.start(
                folder,
                "profile=open",
                "listeners.tcp.port=0",
                "listeners.tls.port=0",
                "listeners.ws.port=0",
                "listeners.wss.port=0",
                "listeners.amqp.port=0",
                "listeners.amqps.port=0",
                "listeners.factory.kind=tcp",
                "listeners.factory.port=auto",
                "listeners.web.kind=ws",
                "listeners.web.port=auto")) {
            String data = " --data " + server.data();
            arrives("a", "#", data);
            assertThat(pair.publish("-q 1 -m x -t a --ws" + data)).isZero();
            assertThat(pair.publish("-m x -t a --tls" + data)).isEqualTo(Exit.USAGE);
            assertThat(pair.publisher().err())
                    .contains("no listener for tls; it has factory (tcp, port " + server.port("factory")
                            + "), web (ws, ");
        }
    }
}
