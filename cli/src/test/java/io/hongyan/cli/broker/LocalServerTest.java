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
            assertThat(pair.publisher().err()).contains("--data: the AccessKey", known.accessKey(), "was deleted");
            assertThat(pair.publish("-q 1 -t a -m x -h 127.0.0.1 -p " + server.port("tcp")))
                    .isZero();
        }
    }

    @Test
    void a_listener_that_the_service_does_not_have_is_told() throws IOException {
        try (RunningServer server = RunningServer.start(folder, "profile=open", "listeners.ws.port=0")) {
            assertThat(pair.publish("-t a -m x --ws --data " + server.data())).isEqualTo(Exit.USAGE);
            assertThat(pair.publisher().err()).contains("has no listener 'ws'; it has ", "tcp");
        }
    }
}
