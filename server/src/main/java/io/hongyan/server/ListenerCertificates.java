package io.hongyan.server;

import io.hongyan.server.config.CertificateConfig;
import io.hongyan.server.config.ListenerConfig;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.config.TlsConfig;
import io.hongyan.server.tls.SelfSigned;
import io.hongyan.server.watch.FileWatcher;
import io.hongyan.transport.endpoint.TlsMaterial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// The certificates of all listeners that are enabled. Listeners with the same settings share one [TlsMaterial].
///
/// Reading them is the longest single step of a start, so it goes on while the rest is set up.
final class ListenerCertificates {
    private final Map<TlsConfig, CompletableFuture<TlsMaterial>> materials = new LinkedHashMap<>();
    private final Path data;

    /// Begins to read, and has the files watched.
    ListenerCertificates(ServerConfig config, FileWatcher certificates) {
        this.data = Path.of(config.data());
        Map<TlsConfig, List<String>> names = new LinkedHashMap<>();
        config.listeners().forEach((name, listener) -> {
            if (listener.port().isOn() && listener.kind().secure()) {
                names.computeIfAbsent(listener.tls(), _ -> new ArrayList<>()).add(name);
            }
        });
        names.forEach((tls, listeners) -> {
            CompletableFuture<TlsMaterial> material = CompletableFuture.supplyAsync(() -> read(tls));
            materials.put(tls, material);
            certificates.add(
                    "certificate of " + String.join(", ", listeners),
                    files(tls),
                    () -> material.join().reload());
        });
    }

    /// The certificates of a listener; null when it needs none.
    ///
    /// @throws io.hongyan.transport.TransportException when they cannot be used
    @Nullable
    TlsMaterial of(ListenerConfig listener) {
        CompletableFuture<TlsMaterial> material = listener.kind().secure() ? materials.get(listener.tls()) : null;
        try {
            return material == null ? null : material.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private TlsMaterial read(TlsConfig tls) {
        Map<String, TlsMaterial.Files> byName = new LinkedHashMap<>();
        tls.sni().forEach((host, certificate) -> byName.put(host, pair(certificate)));
        return TlsMaterial.pem(main(tls), clientCa(tls), byName);
    }

    private List<Path> files(TlsConfig tls) {
        List<Path> files =
                new ArrayList<>(List.of(main(tls).certificates(), main(tls).key()));
        tls.sni().values().forEach(each -> files.addAll(List.of(Path.of(each.cert()), Path.of(each.key()))));
        Path clientCa = clientCa(tls);
        if (clientCa != null) {
            files.add(clientCa);
        }
        return files;
    }

    private TlsMaterial.Files main(TlsConfig tls) {
        return tls.cert().isEmpty()
                ? new TlsMaterial.Files(SelfSigned.certificate(data), SelfSigned.key(data))
                : new TlsMaterial.Files(Path.of(tls.cert()), Path.of(tls.key()));
    }

    private static TlsMaterial.Files pair(CertificateConfig certificate) {
        return new TlsMaterial.Files(Path.of(certificate.cert()), Path.of(certificate.key()));
    }

    private static @Nullable Path clientCa(TlsConfig tls) {
        return tls.clientCa().isEmpty() ? null : Path.of(tls.clientCa());
    }
}
