package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.server.command.CheckConfigCommand;
import io.hongyan.server.command.StoreCommand;
import io.hongyan.server.config.source.ConfigSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Goal: nobody loses the key of the secrets that is kept apart from the data folder because nothing speaks of it.
class KeyApartTest {
    @TempDir
    private Path folder;

    private Path data;
    private Path key;
    private Path copy;

    @BeforeEach
    void name() {
        data = folder.resolve("data");
        key = folder.resolve("kept.key");
        copy = folder.resolve("copy");
    }

    private List<String> settings(String... more) {
        List<String> settings = new ArrayList<>(List.of("data=" + data, "bind=127.0.0.1"));
        for (String listener : List.of(
                "listeners.tcp",
                "listeners.tls",
                "listeners.ws",
                "listeners.wss",
                "listeners.amqp",
                "listeners.amqps",
                "metrics",
                "admin")) {
            settings.add(listener + ".port=auto");
        }
        settings.addAll(List.of(more));
        return settings;
    }

    private Server start(String... more) throws IOException {
        return Server.start(new ConfigSource(null, Map.of(), settings(more)).read(new ArrayList<>()));
    }

    private Map<String, ?> backup(String... more) throws IOException {
        try (Server server = start(more)) {
            return new Operator(server.ports(), data)
                    .change("POST", "/backup", "{\"folder\": \"" + copy + "\"}")
                    .values();
        }
    }

    private static String run(Object command, String... words) {
        StringWriter out = new StringWriter();
        CommandLine line = new CommandLine(command).setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
        assertThat(line.execute(words)).as(out.toString()).isZero();
        return out.toString();
    }

    private String restored(String... more) {
        List<String> words = new ArrayList<>(List.of(
                "restore", copy.toString(), "--data", folder.resolve("new").toString()));
        words.addAll(List.of(more));
        return run(new StoreCommand(), words.toArray(String[]::new));
    }

    @Test
    void a_backup_says_that_the_key_is_not_in_it() throws IOException {
        assertThat(backup("auth.secretKeyFile=" + key).get("note").toString())
                .contains("the key " + key + " (auth.secretKeyFile) is not in the copy");
        assertThat(copy.resolve("secrets.key")).doesNotExist();
        assertThat(restored())
                .contains(copy + " has no secrets.key", "The start needs that key")
                .endsWith(" --set auth.secretKeyFile=FILE" + System.lineSeparator());
    }

    @Test
    void a_restore_that_knows_the_key_prints_a_command_that_starts() throws IOException {
        backup("auth.secretKeyFile=" + key);
        assertThat(restored("--set", "auth.secretKeyFile=" + key))
                .endsWith(" --set auth.secretKeyFile=" + key + System.lineSeparator())
                .doesNotContain("has no secrets.key");
    }

    @Test
    void where_the_key_is_in_the_copy_there_is_nothing_to_say() throws IOException {
        assertThat(backup()).containsOnlyKeys("folder");
        assertThat(restored()).doesNotContain("secrets.key", "--set");
    }

    @Test
    void a_key_in_the_folder_that_is_not_used_is_named() throws IOException {
        start().close();
        Files.copy(data.resolve("secrets.key"), key);
        List<String> words = new ArrayList<>();
        settings("auth.secretKeyFile=" + key).forEach(setting -> words.addAll(List.of("--set", setting)));

        assertThat(run(new CheckConfigCommand(), words.toArray(String[]::new)))
                .contains(data.resolve("secrets.key") + " is not used, as auth.secretKeyFile names " + key);
        Files.delete(data.resolve("secrets.key"));
        assertThat(run(new CheckConfigCommand(), words.toArray(String[]::new))).doesNotContain("secrets.key");
        start("auth.secretKeyFile=" + key).close();
    }
}
