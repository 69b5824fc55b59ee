package io.hongyan.server.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The lines of a file, the last one first. Holds a part of the file at a time, however long that is. Lines that are
/// added meanwhile are not seen. One thread.
public final class LinesFromEnd implements AutoCloseable {
    private static final int PART = 64 * 1024;
    /// A longer line is passed over.
    private static final int LONGEST = 1 << 20;

    private final FileChannel channel;
    private byte[] part = new byte[0];
    private int length; // of what is left of the part
    private long start; // where the part begins in the file

    /// @param end where to begin, in bytes: the start of the first line that is not wanted; at most the size counts
    public LinesFromEnd(Path file, long end) throws IOException {
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
        this.start = Math.min(end, channel.size());
    }

    /// The line before the one that this gave last; null when that was the first one.
    public @Nullable String previous() throws IOException {
        boolean tooLong = false;
        while (true) {
            int newline = newline();
            if (newline >= 0 || start == 0) {
                if (length == 0 && newline < 0) {
                    return null;
                }
                String line = new String(part, newline + 1, length - newline - 1, UTF_8);
                length = newline + 1;
                if (!tooLong) {
                    return line.stripTrailing();
                }
                tooLong = false;
            } else {
                if (length > LONGEST) {
                    length = 0;
                    tooLong = true;
                }
                fill();
            }
        }
    }

    /// Where the line begins that was given last, in bytes from the start of the file.
    public long position() {
        return start + length;
    }

    /// The end of the line before the last one; the end of the last one itself does not count.
    private int newline() {
        for (int i = length - 2; i >= 0; i--) {
            if (part[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void fill() throws IOException {
        int more = (int) Math.min(PART, start);
        ByteBuffer longer = ByteBuffer.allocate(more + length);
        longer.limit(more);
        long at = start - more;
        while (longer.hasRemaining()) {
            if (channel.read(longer, at + longer.position()) < 0) {
                throw new IOException("the file has become shorter while it was read");
            }
        }
        longer.limit(more + length);
        longer.put(part, 0, length);
        part = longer.array();
        length += more;
        start = at;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
