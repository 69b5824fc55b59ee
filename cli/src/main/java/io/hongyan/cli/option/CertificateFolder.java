package io.hongyan.cli.option;

import io.hongyan.cli.terminal.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The certificates of `--capath`. The TLS settings take one file, so that all of them are put together in one, which
/// goes with the process. The names that `openssl rehash` makes are not needed: each certificate is there by its own.
final class CertificateFolder {
    private CertificateFolder() {}

    /// @throws Failure when there is no certificate in the folder, or one cannot be read
    static Path merged(Path folder) {
        try {
            List<Path> files = certificates(folder);
            if (files.isEmpty()) {
                throw Failure.usage("--capath: no file in " + folder + " ends in .crt or .pem");
            }
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (Path file : files) {
                all.writeBytes(Files.readAllBytes(file));
                all.write('\n');
            }
            Path merged = Files.createTempFile("hongyan-capath", ".pem");
            merged.toFile().deleteOnExit();
            return Files.write(merged, all.toByteArray());
        } catch (IOException e) {
            throw Failure.usage("--capath: cannot read the certificates in " + folder + ": " + e);
        }
    }

    private static List<Path> certificates(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw Failure.usage("--capath: there is no folder " + folder);
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file ->
                            file.toString().endsWith(".crt") || file.toString().endsWith(".pem"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }
}
