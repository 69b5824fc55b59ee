package io.hongyan.server.file;

import io.hongyan.transport.FileReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Reads text files in UTF-8, and reports where a file is not valid UTF-8.
public final class TextFile {
    private static final char BYTE_ORDER_MARK = '\ufeff';
    private static final int MOST_BYTES = 16 << 20;

    private TextFile() {}

    /// The whole text, without a byte order mark at its beginning, which some editors write.
    ///
    /// @throws EncodingException when it is not UTF-8; it has the line
    /// @throws IOException when it cannot be read, is a pipe or a device, or has more than 16 MiB
    public static String read(Path file) throws IOException {
        byte[] content;
        if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
            throw new FileSystemException(
                    file.toString(), null, "it is a pipe or a device, and reading it might never end");
        }
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(MOST_BYTES + 1);
        }
        if (content.length > MOST_BYTES) {
            throw new FileSystemException(file.toString(), null, "it is larger than 16 MiB");
        }
        ByteBuffer in = ByteBuffer.wrap(content);
        CharBuffer out = CharBuffer.allocate(content.length);
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(in, out, true);
        if (result.isError()) {
            throw fault(content, in.position(), file);
        }
        String text = out.flip().toString();
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    /// The lines of the text.
    ///
    /// @throws EncodingException when it is not UTF-8; it has the line
    public static List<String> lines(Path file) throws IOException {
        return read(file).lines().toList();
    }

    /// Why a file could not be read, for people; without its name.
    public static String reason(IOException fault) {
        return FileReason.of(fault);
    }

    private static EncodingException fault(byte[] content, int position, Path file) {
        int line = 1;
        for (int i = 0; i < position; i++) {
            line += content[i] == '\n' ? 1 : 0;
        }
        boolean wide = position == 0 && content.length > 1 && (content[0] & content[1] & 0xfe) == 0xfe;
        if (!wide && isBinary(content)) {
            return new EncodingException(
                    line, "not text (byte 0x%02x); it is damaged, or another file".formatted(content[position] & 0xff));
        }
        String text = "not UTF-8 (byte 0x%02x); convert the file: iconv -f %s -t UTF-8 %s"
                .formatted(content[position] & 0xff, wide ? "UTF-16" : "ISO-8859-1", file);
        return new EncodingException(line, text);
    }

    /// Whether there are control characters that no text has.
    private static boolean isBinary(byte[] content) {
        for (byte next : content) {
            if (next >= 0 && next < ' ' && next != '\t' && next != '\n' && next != '\r' && next != '\f') {
                return true;
            }
        }
        return false;
    }
}
