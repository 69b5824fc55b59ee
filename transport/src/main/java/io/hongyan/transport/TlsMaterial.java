package io.hongyan.transport;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.DomainWildcardMappingBuilder;
import io.netty.util.Mapping;
import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Certificates and keys of one or more listeners, read from PEM files, and read again without a restart: new
/// handshakes use what was read last, running connections keep what they have. Any thread may call it.
public final class TlsMaterial {
    private final Files main;
    private final Map<String, Files> byName;
    private final @Nullable Path clientCa;
    private volatile Contexts contexts;

    /// A certificate chain, the server's own first, and its key in PKCS#8.
    public record Files(Path certificates, Path key) {}

    private record Contexts(
            Mapping<String, SslContext> plain,
            Mapping<String, SslContext> optional,
            Mapping<String, SslContext> required) {}

    private TlsMaterial(Files main, @Nullable Path clientCa, Map<String, Files> byName) {
        this.main = main;
        this.clientCa = clientCa;
        this.byName = Map.copyOf(byName);
        this.contexts = read();
    }

    /// Reads PEM files.
    ///
    /// @param clientCa who vouches for client certificates; null when none are asked for
    /// @param byName further certificates by the host name that clients ask for (SNI); `*.example.com` works
    /// @throws TransportException when a file cannot be used; the message names it
    public static TlsMaterial pem(Files main, @Nullable Path clientCa, Map<String, Files> byName) {
        return new TlsMaterial(main, clientCa, byName);
    }

    /// Reads all files again. On failure the old ones stay in use.
    ///
    /// @throws TransportException when a file cannot be used; the message names it
    public void reload() {
        contexts = read();
    }

    /// Whether anybody was named who vouches for client certificates. Without, Java would believe every public
    /// authority.
    boolean vouchesForClients() {
        return clientCa != null;
    }

    Mapping<String, SslContext> contexts(ListenerOptions.ClientAuth auth) {
        return name -> {
            Contexts now = contexts;
            return switch (auth) {
                case NONE -> now.plain().map(name);
                case OPTIONAL -> now.optional().map(name);
                case REQUIRED -> now.required().map(name);
            };
        };
    }

    /// Java encrypts the key once more for each context, which takes a tenth of a second of a start: only those that
    /// can be asked for are made.
    private Contexts read() {
        Mapping<String, SslContext> plain = mapping(ClientAuth.NONE);
        return clientCa == null
                ? new Contexts(plain, plain, plain)
                : new Contexts(plain, mapping(ClientAuth.OPTIONAL), mapping(ClientAuth.REQUIRE));
    }

    private Mapping<String, SslContext> mapping(ClientAuth auth) {
        SslContext usual = context(main, auth);
        if (byName.isEmpty()) {
            return name -> usual;
        }
        DomainWildcardMappingBuilder<SslContext> builder = new DomainWildcardMappingBuilder<>(usual);
        byName.forEach((name, files) -> builder.add(name, context(files, auth)));
        return builder.build();
    }

    private SslContext context(Files files, ClientAuth auth) {
        try {
            SslContextBuilder builder = SslContextBuilder.forServer(
                            files.certificates().toFile(), files.key().toFile())
                    .protocols("TLSv1.3", "TLSv1.2")
                    .clientAuth(auth);
            File ca = clientCa == null ? null : clientCa.toFile();
            if (ca != null) {
                builder.trustManager(ca);
            }
            return builder.build();
        } catch (SSLException | IllegalArgumentException unusable) {
            throw new TransportException(
                    "cannot use certificate " + files.certificates() + " with key " + files.key() + ": "
                            + reason(unusable),
                    unusable);
        }
    }

    private static String reason(Throwable fault) {
        Throwable deepest = fault;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
    }
}
