package io.hongyan.cli.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cli.HongyanRun;
import io.hongyan.cli.terminal.RecordedTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a command in a message does what the message says, typed as it is printed.
final class PrintedCommandsTest {
    private static final Pattern COMMAND = Pattern.compile("\\./hongyan ([^\\n]*)");

    /// What a shell makes of the first command in a text.
    private static String[] words(String text) throws IOException {
        Matcher command = COMMAND.matcher(text);
        assertThat(command.find()).as(text).isTrue();
        Process shell = new ProcessBuilder("sh", "-c", "printf '%s\\n' " + command.group(1)).start();
        return new String(shell.getInputStream().readAllBytes(), UTF_8).lines().toArray(String[]::new);
    }

    private static RecordedTerminal run(String... words) {
        RecordedTerminal terminal = new RecordedTerminal();
        assertThat(HongyanRun.execute(terminal.terminal(), words))
                .as(terminal.out() + terminal.err())
                .isZero();
        return terminal;
    }

    @Test
    void keys_that_open_everything_in_spite_of_a_file_of_rights_are_deleted_as_the_note_says(@TempDir Path parent)
            throws IOException {
        Path folder = Files.createDirectory(parent.resolve("it's a folder"));
        Path rights = Files.writeString(folder.resolve("rights"), "topic a/#\n");
        String[] settings = {"profile=open", "auth.aclFile=" + rights};
        try (RunningServer server = RunningServer.start(folder, settings)) {
            String data = server.data().toString();
            run("admin", "key", "create", "--data", data);
            for (int keys = 2; keys > 0; keys--) {
                run(words(notes(data, settings)));
            }
            assertThat(notes(data, settings)).doesNotContain("AccessKey");
        }
    }

    private static String notes(String data, String... settings) {
        List<String> command = new ArrayList<>(List.of("check-config", "--data", data));
        for (String setting : settings) {
            command.addAll(List.of("--set", setting));
        }
        for (String listener : List.of("tcp", "tls", "ws", "wss", "amqp", "amqps", "metrics", "admin")) {
            command.addAll(List.of("--" + listener + "-port", "auto"));
        }
        return run(command.toArray(String[]::new)).err();
    }

    @Test
    void a_service_that_does_not_run_is_started_as_the_refusal_says(@TempDir Path folder) throws IOException {
        Path parent = Files.createDirectory(folder.resolve("a folder"));
        RunningServer.start(parent).close();
        RecordedTerminal terminal = new RecordedTerminal();
        String data = parent.resolve("data").toString();
        assertThat(HongyanRun.execute(terminal.terminal(), "admin", "status", "--data", data))
                .isNotZero();
        assertThat(words(terminal.err().replaceFirst("', or name another.*", "")))
                .containsExactly("serve", "--data", data);
    }

    @Test
    void a_copy_that_was_restored_is_started_as_the_answer_says(@TempDir Path folder) throws IOException {
        Path copy = folder.resolve("copy");
        try (RunningServer server = RunningServer.start(folder)) {
            run("admin", "backup", copy.toString(), "--data", server.data().toString());
        }
        String restored = folder.resolve("re stored").toString();
        assertThat(words(run("store", "restore", copy.toString(), "--data", restored)
                        .out()))
                .containsExactly("serve", "--data", restored);
    }
}
