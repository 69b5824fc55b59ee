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
            names = {"--tls", "--ssl", "--tls-use-os-certs"},
            description = "Use TLS and trust the system's certificate authorities.")
    boolean tls;

    @Option(
            names = "--cafile",
            paramLabel = "FILE",
            description = "Use TLS and trust the certificates in this PEM file.")
    @Nullable
    Path caFile;

    @Option(
            names = "--capath",
            paramLabel = "DIR",
            description = "Use TLS and trust the certificates in the .crt and .pem files of this folder.")
    @Nullable
    Path caPath;

    @Option(names = "--cert", paramLabel = "FILE", description = "Client certificate chain (PEM), with --key.")
    @Nullable
    Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "Client private key (PEM, not encrypted), with --cert.")
    @Nullable
    Path key;

    @Option(
            names = "--keyform",
            paramLabel = "FORM",
            completionCandidates = Candidates.KeyForms.class,
            description = "Form of the key; pem is the only one.")
    @Nullable
    String keyForm;

    @Option(
            names = "--tls-version",
            paramLabel = "TLSVERSION", // completion tells options apart by their labels
            completionCandidates = Candidates.TlsVersions.class,
            description = "Use TLS of at least this version, tlsv1.2 or tlsv1.3 (default: tlsv1.2).")
    @Nullable
    String version;

    @Option(
            names = "--insecure",
            description = "Do not check the server's certificate and name. For tests only: anybody could answer.")
    boolean insecure;

    /// Whether any of the options asks for TLS.
    boolean wanted() {
        return tls
                || caFile != null
                || caPath != null
                || certificate != null
                || key != null
                || version != null
                || insecure;
    }

    /// Whom to believe, and who this side is.
    ///
    /// @throws Failure when a file cannot be read, or one of a pair is missing
    public ClientEndpoint.Trust trust() {
        if (caFile != null && caPath != null) {
            throw Failure.usage("--cafile and --capath exclude each other");
        }
        if ((certificate == null) != (key == null)) {
            throw Failure.usage("--cert and --key belong together: give both");
        }
        checkReadable("--cafile", caFile);
        checkForms();
        checkReadable("--cert", certificate);
        checkReadable("--key", key);
        TlsMaterial.Files own = certificate == null || key == null ? null : new TlsMaterial.Files(certificate, key);
        return new ClientEndpoint.Trust(authority(null), own, insecure);
    }

    /// The same for the client library.
    ///
    /// @throws Failure when a file cannot be read, or one of a pair is missing
    public Tls tls() {
        return tls(null);
    }

    /// The same, where somebody knows whom to believe.
    ///
    /// @param known whom to believe where no option says it; null = the system's authorities
    Tls tls(@Nullable Path known) {
        var _ = trust();
        Path authority = authority(known);
        try {
            Tls trusting = insecure ? Tls.INSECURE : authority == null ? Tls.SYSTEM : Tls.trusting(authority);
            return certificate == null || key == null ? trusting : trusting.withCertificate(certificate, key);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(option(String.valueOf(e.getMessage())));
        }
    }

    /// What the library says, with the name of the option in place of that of its setting.
    private String option(String message) {
        return message.replaceFirst(
                        "^tls\\.authority", caFile != null ? "--cafile" : caPath != null ? "--capath" : "--data")
                .replaceFirst("^tls\\.certificate", "--cert")
                .replaceFirst("^tls\\.key", "--key");
    }

    private @Nullable Path authority(@Nullable Path known) {
        if (caPath != null) {
            return CertificateFolder.merged(caPath);
        }
        return caFile == null ? known : caFile;
    }

    private void checkForms() {
        if (keyForm != null && !keyForm.equals("pem")) {
            throw Failure.usage("--keyform: '" + keyForm + "' is not supported; a key is a PEM file, --keyform pem");
        }
        if (version != null) {
            TlsVersion.atLeast(version);
        }
    }

    private static void checkReadable(String option, @Nullable Path file) {
        if (file != null && !Files.isReadable(file)) {
            throw Failure.usage(option + ": cannot read " + file);
        }
    }

    /// Asks for TLS with the authorities that the other options name.
    public void want() {
        tls = true;
    }
}
