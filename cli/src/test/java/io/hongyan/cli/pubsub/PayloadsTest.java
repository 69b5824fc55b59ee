package io.hongyan.cli.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PayloadsTest {
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        Payloads.lines(new ByteArrayInputStream(text.getBytes(UTF_8)), line -> lines.add(new String(line, UTF_8)));
        return lines;
    }

    @Test
    void each_line_is_a_payload() {
        assertThat(lines("a\r\n\nb\rc\n最后")).containsExactly("a", "", "b\rc", "最后");
        assertThat(lines("a\n")).containsExactly("a");
        assertThat(lines("")).isEmpty();
    }

    @Test
    void a_file_is_a_payload(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("x"), new byte[] {1, 2});

        assertThat(Payloads.ofFile(file)).containsExactly(1, 2);
    }

    @Test
    void a_file_that_is_not_there_is_named(@TempDir Path folder) {
        assertThatThrownBy(() -> Payloads.ofFile(folder.resolve("missing"))).hasMessageContaining("no file");
    }
}
