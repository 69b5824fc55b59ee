package io.hongyan.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.data.OpenMetadata;
import io.hongyan.server.data.RuntimeFile;
import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonFields;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// Goal: the commands that need no server say what they should, where they should, with the right exit code.
class ConfigCommandsTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void a_good_file_is_called_fine() throws IOException {
        Path file = Files.writeString(folder.resolve("good.yaml"), "broker: {shards: 2}\n");
        List<String> arguments = new ArrayList<>(
                List.of(file.toString(), "--data", folder.resolve("data").toString()));
        for (String listener : List.of("tcp", "tls", "ws", "wss", "amqp", "amqps", "metrics", "admin")) {
            arguments.addAll(List.of("--" + listener + "-port", "auto"));
        }
        assertThat(run(new CheckConfigCommand(), arguments.toArray(String[]::new)))
                .isZero();
        assertThat(out.toString()).isEqualTo(file + " is fine" + System.lineSeparator());
    }

    @Test
    void a_bad_file_is_called_names_with_exit_code_1() throws IOException {
        Path file = Files.writeString(folder.resolve("bad.yaml"), "broker: {shrds: 2}\nlog: {level: loud}\n");
        assertThat(run(new CheckConfigCommand(), file.toString())).isEqualTo(1);
        assertThat(err.toString())
                .contains("bad.yaml:1: broker.shrds: unknown key; did you mean shards?")
                .contains("bad.yaml:2: log.level");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void both_commands_take_the_file_in_either_form() throws IOException {
        Path file = Files.writeString(folder.resolve("c.yaml"), "bind: 127.0.0.7\nlog: {level: loud}\n");
        for (String[] form : new String[][] {{file.toString()}, {"--config", file.toString()}}) {
            for (Object command : List.of(new CheckConfigCommand(), new PrintConfigCommand())) {
                err.getBuffer().setLength(0);
                assertThat(run(command, form)).isEqualTo(1);
                assertThat(err.toString()).startsWith(file + ":2: log.level: ");
            }
        }
        Files.writeString(file, "bind: 127.0.0.7\n");
        assertThat(run(new PrintConfigCommand(), file.toString())).isZero();
        assertThat(out.toString()).contains("bind: 127.0.0.7");
    }

    @ParameterizedTest
    @CsvSource({
        "--tcp-port, x, listeners.tcp.port",
        "--tls-port, 70000, listeners.tls.port",
        "--ws-port, 1.5, listeners.ws.port",
        "--wss-port, '', listeners.wss.port",
        "--amqp-port, 70000, listeners.amqp.port",
        "--metrics-port, x, metrics.port",
        "--admin-port, x, admin.port",
        "--api-port, x, api.port",
        "--profile, shut, profile"
    })
    void an_error_names_the_option_that_was_typed(String option, String value, String key) {
        assertThat(run(new PrintConfigCommand(), option, value)).isEqualTo(1);
        assertThat(err.toString()).contains(option + ": " + key + ": ").doesNotContain("--set");
    }

    @Test
    void an_error_of_set_still_names_set() {
        assertThat(run(new PrintConfigCommand(), "--tcp-port", "auto", "--set", "log.level=loud"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("--set: log.level: ");
    }

    @Test
    void what_holds_is_printed_from_all_sources() throws IOException {
        Path file =
                Files.writeString(folder.resolve("c.yaml"), "broker: {shards: 2}\nadmin: {key: 0123456789abcdef}\n");
        assertThat(run(
                        new PrintConfigCommand(),
                        "--config",
                        file.toString(),
                        "--set",
                        "broker.drainTimeout=9s",
                        "--tcp-port",
                        "auto",
                        "--profile",
                        "open",
                        "--data",
                        "/x",
                        "--allow-anonymous"))
                .isZero();
        assertThat(out.toString())
                .contains("data: /x", "profile: open", "port: auto", "shards: 2", "drainTimeout: 9s")
                .contains("allowAnonymous: true", "key: '***'");
    }

    @Test
    void the_example_is_printed_on_demand() {
        assertThat(run(new PrintConfigCommand(), "--example")).isZero();
        assertThat(out.toString()).contains("#    maxInflight: 512");
    }

    @Test
    void a_bad_option_value_is_named() {
        assertThat(run(new PrintConfigCommand(), "--tcp-port", "x")).isEqualTo(1);
        assertThat(err.toString()).contains("listeners.tcp.port");
    }

    @Test
    void without_a_first_start_there_are_no_credentials() {
        assertThat(run(new CredentialsCommand(), "--data", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("no credentials").contains("--data");
    }

    @Test
    void credentials_name_the_ports_of_the_running_server_and_none_when_nothing_runs() throws IOException {
        new Credentials("i", "AK", "SK", "GID_demo", "demo").write(folder);
        assertThat(run(new CredentialsCommand(), "--json", "--data", folder.toString()))
                .isZero();
        JsonFields configured = Json.object(out.toString());
        assertThat(configured.text("secretKey")).isEqualTo("SK");
        assertThat(configured.object("ports").values()).isEmpty();
        assertThat(configured.truth("running", true)).isFalse();

        RuntimeFile.write(
                folder, new RuntimeFile.Running(ProcessHandle.current().pid(), Map.of("tcp", 40001, "factory", 40002)));
        out.getBuffer().setLength(0);
        assertThat(run(new CredentialsCommand(), "--json", "--data", folder.toString()))
                .isZero();
        assertThat(Json.object(out.toString()).object("ports").values())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "tcp", 40001L, "factory", 40002L, "tls", 0L, "ws", 0L, "wss", 0L, "amqp", 0L, "amqps", 0L,
                        "metrics", 0L, "admin", 0L));
    }

    @Test
    void credentials_are_not_shown_with_ports_that_are_not_known_yet() throws Exception {
        new Credentials("i", "AK", "SK", "GID_demo", "demo").write(folder);
        RuntimeFile.begin(folder);
        assertThat(run(new CredentialsCommand(), "--json", "--wait", "0", "--data", folder.toString()))
                .isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .contains("process " + ProcessHandle.current().pid(), "is still starting", "ports are not known yet");
        var shown = CompletableFuture.supplyAsync(
                () -> run(new CredentialsCommand(), "--json", "--data", folder.toString()));
        RuntimeFile.write(
                folder, new RuntimeFile.Running(ProcessHandle.current().pid(), Map.of("tcp", 40001)));
        assertThat(shown.get(60, TimeUnit.SECONDS)).isZero();
        assertThat(Json.object(out.toString()).object("ports").number("tcp")).isEqualTo(40001);
    }

    @Test
    void a_key_that_was_deleted_is_not_shown_as_one() throws IOException {
        Metadata metadata = OpenMetadata.in(folder);
        metadata.createInstance("other", Profile.OPEN);
        metadata.createAccessKey(new AccessKey("OTHER", "x", true, List.of("other")));
        new Credentials("i", "AK", "SK", "GID_demo", "demo").write(folder);
        assertThat(run(new CredentialsCommand(), "--json", "--data", folder.toString()))
                .isZero();
        assertThat(out.toString()).contains("GID_demo").doesNotContain("AK", "SK", "accessKey");
        assertThat(err.toString()).contains("AK, is disabled or was deleted", "admin key create");
    }

    @Test
    void credentials_for_people_are_lines() throws IOException {
        new Credentials("i", "AK", "SK", "GID_demo", "demo").write(folder);
        assertThat(run(new CredentialsCommand(), "--data", folder.toString())).isZero();
        assertThat(out.toString())
                .containsPattern("accessKey +AK")
                .containsPattern("service +not running")
                .doesNotContain("port");
    }

    private int run(Object command, String... arguments) {
        return new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
