package io.hongyan.cli.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.hongyan.cli.terminal.Failure;
import io.hongyan.transport.FileReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Certificates and keys that commands send to the service.
final class PemInput {
    private static final long MOST_BYTES = 24 << 10;

    private PemInput() {}

    /// @throws Failure when the file cannot be read, or is too large for PEM
    static String read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw Failure.usage(file + " is no file of certificates: it has more than 24 KiB");
            }
            return Files.readString(file, ISO_8859_1);
        } catch (IOException e) {
            throw Failure.usage("cannot read " + file + ": " + FileReason.of(e));
        }
    }
}
