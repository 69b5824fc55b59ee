package io.hongyan.cli.option;

import io.hongyan.cli.terminal.Failure;
import io.hongyan.client.config.Tls;
import io.hongyan.transport.endpoint.ClientEndpoint;
import io.hongyan.transport.endpoint.TlsMaterial;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How a connection is protected.
public final class TlsOptions {
    @Option(
            names = {"-S", "--tls", "--ssl", "--tls-use-os-certs"},
            description = "Use TLS and trust the system's certificate authorities.")
    boolean tls;

    @Option(
            names = "--cafile",
            paramLabel = "FILE",
            description = "Use TLS and trust the certificates in this PEM file.")
    @Nullable
    Path caFile;

    @Option(names = "--cert", paramLabel = "FILE", description = "Client certificate chain (PEM), with --key.")
    @Nullable
    Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "Client private key (PEM, not encrypted), with --cert.")
    @Nullable
    Path key;

    @Option(
            names = "--insecure",
            description = "Do not check the server's certificate and name. For tests only: anybody could answer.")
    boolean insecure;

    /// Whether any of the options asks for TLS.
    boolean wanted() {
        return tls || caFile != null || certificate != null || key != null || insecure;
    }

    /// Whom to believe, and who this side is.
    ///
    /// @throws Failure when a file cannot be read, or one of a pair is missing
    public ClientEndpoint.Trust trust() {
        if ((certificate == null) != (key == null)) {
            throw Failure.usage("--cert and --key belong together: give both");
        }
        checkReadable("--cafile", caFile);
        checkReadable("--cert", certificate);
        checkReadable("--key", key);
        TlsMaterial.Files own = certificate == null || key == null ? null : new TlsMaterial.Files(certificate, key);
        return new ClientEndpoint.Trust(caFile, own, insecure);
    }

    /// The same for the client library.
    ///
    /// @throws Failure when a file cannot be read, or one of a pair is missing
    public Tls tls() {
        var _ = trust();
        return new Tls(caFile, certificate, key, insecure);
    }

    private static void checkReadable(String option, @Nullable Path file) {
        if (file != null && !Files.isReadable(file)) {
            throw Failure.usage(option + ": cannot read " + file);
        }
    }

    void want() {
        tls = true;
    }
}
