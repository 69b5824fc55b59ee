package io.hongyan.testkit;

import io.hongyan.transport.endpoint.TlsMaterial;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/// The certificate of brokers in tests, for `localhost` and the loopback addresses. It is part of the testkit, and so
/// is its key: trust it in tests only.
final class TestCertificate implements AutoCloseable {
    private final Path folder;

    TestCertificate() {
        try {
            folder = Files.createTempDirectory("hongyan-testkit");
            copy("test-certificate.pem");
            copy("test-key.pem");
        } catch (IOException e) {
            throw new UncheckedIOException("the certificate for tests cannot be written", e);
        }
    }

    private void copy(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(TestCertificate.class.getResourceAsStream(name), name)) {
            Files.copy(in, folder.resolve(name));
        }
    }

    Path certificate() {
        return folder.resolve("test-certificate.pem");
    }

    TlsMaterial material() {
        return TlsMaterial.pem(new TlsMaterial.Files(certificate(), folder.resolve("test-key.pem")), null, Map.of());
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(certificate());
            Files.deleteIfExists(folder.resolve("test-key.pem"));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the certificate for tests cannot be deleted", e);
        }
    }
}
