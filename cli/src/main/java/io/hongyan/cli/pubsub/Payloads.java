package io.hongyan.cli.pubsub;

import io.hongyan.cli.terminal.Failure;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Where the payloads of `pub` come from.
final class Payloads {
    /// The most bytes that one PUBLISH can carry, a little less than its remaining length.
    private static final int LARGEST = 268_435_455 - 65_540;

    private Payloads() {}

    static byte[] ofFile(Path file) {
        try {
            long size = Files.size(file);
            if (size > LARGEST) {
                throw Failure.usage("-f: " + file + " has " + size + " bytes; a message carries at most " + LARGEST);
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw Failure.usage("-f: there is no file " + file);
        } catch (IOException e) {
            throw Failure.usage("-f: cannot read " + file + ": " + e.getMessage());
        }
    }

    static byte[] all(InputStream in) {
        try {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw Failure.usage("-s: standard input has more than the " + LARGEST + " bytes of a message");
            }
            return bytes;
        } catch (IOException e) {
            throw Failure.usage("-s: cannot read standard input: " + e.getMessage());
        }
    }

    /// Hands over each line as its bytes, without the line feed and a carriage return before it. A last line needs no
    /// line feed.
    static void lines(InputStream in, Consumer<byte[]> sink) {
        try (BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int octet;
            while ((octet = buffered.read()) >= 0) {
                if (octet == '\n') {
                    sink.accept(withoutReturn(line.toByteArray()));
                    line.reset();
                } else if (line.size() >= LARGEST) {
                    throw Failure.usage("-l: a line has more than the " + LARGEST + " bytes of a message");
                } else {
                    line.write(octet);
                }
            }
            if (line.size() > 0) {
                sink.accept(withoutReturn(line.toByteArray()));
            }
        } catch (IOException e) {
            throw Failure.usage("-l: cannot read standard input: " + e.getMessage());
        }
    }

    private static byte[] withoutReturn(byte[] line) {
        boolean ends = line.length > 0 && line[line.length - 1] == '\r';
        return ends ? java.util.Arrays.copyOf(line, line.length - 1) : line;
    }
}
