package io.hongyan.server.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
    @TempDir
    private Path folder;

    @Test
    void text_in_utf_8_is_read_with_or_without_a_byte_order_mark() throws Exception {
        Path file = Files.writeString(folder.resolve("a"), "caf\u00e9:x\r\n\u9e3f\u96c1:y\n");
        assertThat(TextFile.lines(file)).containsExactly("caf\u00e9:x", "\u9e3f\u96c1:y");
        Files.writeString(file, "\ufeffa: b\n");
        assertThat(TextFile.read(file)).isEqualTo("a: b\n");
        assertThat(TextFile.read(Files.writeString(file, ""))).isEmpty();
    }

    @Test
    void a_pipe_or_device_is_refused_since_it_might_have_no_end() {
        assertThatThrownBy(() -> TextFile.read(Path.of("/dev/zero"))).hasMessageContaining("a pipe or a device");
    }

    @Test
    void text_in_another_encoding_is_refused_with_its_line_and_the_command_that_converts_it() throws Exception {
        Path file = folder.resolve("a");
        Files.writeString(file, "one:x\ntwo:y\ncaf\u00e9:z\n", StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> TextFile.lines(file))
                .isInstanceOf(EncodingException.class)
                .hasMessage("line 3 is not UTF-8 (byte 0xe9); convert the file: iconv -f ISO-8859-1 -t UTF-8 " + file);
        Files.writeString(file, "one:x\ncaf\u00e9", StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> TextFile.read(file)).hasMessageContaining("line 2 is not UTF-8 (byte 0xe9)");
        Files.writeString(file, "one:x", StandardCharsets.UTF_16);
        assertThatThrownBy(() -> TextFile.read(file)).message().contains("line 1 is", "iconv -f UTF-16");
    }

    @Test
    void bytes_that_are_no_text_in_any_encoding_get_no_advice_to_convert_them() throws Exception {
        Path file = folder.resolve("a");
        Files.write(file, new byte[] {'{', '\n', (byte) 0xe9, 1, 2});
        assertThatThrownBy(() -> TextFile.read(file))
                .hasMessage("line 2 is not text (byte 0xe9); it is damaged, or another file");
    }
}
