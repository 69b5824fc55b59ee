package io.hongyan.server.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Goal: a command that a message tells people to type reaches the program as it was meant.
class ProgramNameTest {
    private static String throughShell(String word) throws IOException {
        Process shell = new ProcessBuilder("sh", "-c", "printf %s " + ProgramName.quoted(word)).start();
        return new String(shell.getInputStream().readAllBytes(), UTF_8);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_word_comes_through_a_shell_as_it_is() throws IOException {
        for (String word :
                List.of("plain/data-1", "my data", "it's", "a\"b", "$HOME", "`id`", "back\\slash", "*", "ü", "")) {
            assertThat(throughShell(word)).isEqualTo(word);
        }
    }

    @Test
    void a_command_may_stand_between_single_quotes() {
        assertThat(ProgramName.command("serve", "--data", "my data")).isEqualTo("./hongyan serve --data \"my data\"");
    }
}
