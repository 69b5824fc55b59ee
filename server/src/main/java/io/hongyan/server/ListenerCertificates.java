package io.hongyan.server;

import io.hongyan.broker.message.Clock;
import io.hongyan.cloud.certificate.Certificates;
import io.hongyan.cloud.certificate.ServerCertificates;
import io.hongyan.cloud.secret.SecretBox;
import io.hongyan.server.config.CertificateConfig;
import io.hongyan.server.config.HttpKind;
import io.hongyan.server.config.HttpTlsConfig;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.config.TlsConfig;
import io.hongyan.server.http.HttpTls;
import io.hongyan.server.tls.SelfSigned;
import io.hongyan.server.tls.SessionTickets;
import io.hongyan.server.watch.FileWatcher;
import io.hongyan.transport.TransportException;
import io.hongyan.transport.endpoint.PemPair;
import io.hongyan.transport.endpoint.RegisteredAuthorities;
import io.hongyan.transport.endpoint.TicketCounts;
import io.hongyan.transport.endpoint.TicketKey;
import io.hongyan.transport.endpoint.TlsEngine;
import io.hongyan.transport.endpoint.TlsMaterial;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The certificates of all listeners that are enabled, and of the administration. Those with the same settings share
/// one [TlsMaterial].
///
/// Reading them is the longest single step of a start, so it goes on while the rest is set up.
final class ListenerCertificates {
    private static final System.Logger LOG = System.getLogger(ListenerCertificates.class.getName());

    /// No listener has that name.
    private static final String ADMIN = "admin";
    private static final String API = "api";

    private final Map<Use, CompletableFuture<TlsMaterial>> materials = new LinkedHashMap<>();
    private final Map<String, Use> listeners;
    private final Path data;
    private final Clock clock;
    private final RandomGenerator random;
    private final RegisteredAuthorities authorities = new RegisteredAuthorities();
    private volatile UploadedExpiries uploads = UploadedExpiries.NONE;
    private volatile @Nullable String firstInstance;
    private volatile @Nullable SessionTickets tickets;

    /// What is read for.
    ///
    /// @param instance whose uploaded certificates are shown; empty = that of the first start, null = none are
    private record Use(TlsConfig tls, @Nullable String instance) {}

    /// Begins to read, and has the files watched.
    ListenerCertificates(ServerConfig config, FileWatcher certificates, Clock clock, RandomGenerator random) {
        this.data = Path.of(config.data());
        this.clock = clock;
        this.random = random;
        Map<Use, List<String>> names = new LinkedHashMap<>();
        listeners = secured(config);
        listeners.forEach((name, use) ->
                names.computeIfAbsent(use, _ -> new ArrayList<>()).add(name));
        names.forEach((use, sharing) -> {
            TlsConfig tls = use.tls();
            CompletableFuture<TlsMaterial> material = CompletableFuture.supplyAsync(() -> {
                TlsMaterial read = read(tls, data, authorities);
                LOG.log(Level.INFO, "TLS of {0}: {1}", String.join(", ", sharing), read.describeEngine());
                return read;
            });
            materials.put(use, material);
            certificates.add("certificate of " + String.join(", ", sharing), files(tls, data), () -> {
                material.join().reload();
                return CertificateExpiry.notes(material.join().expiries(), data, Instant.now());
            });
        });
    }

    /// What is on and has certificates, by name.
    private static Map<String, Use> secured(ServerConfig config) {
        Map<String, Use> secured = new LinkedHashMap<>();
        config.listeners().forEach((name, listener) -> {
            if (listener.port().isOn() && listener.kind().secure()) {
                secured.put(name, new Use(listener.tls(), listener.instance()));
            }
        });
        if (config.admin().port().isOn() && config.admin().kind().secure()) {
            secured.put(ADMIN, new Use(config.admin().tls().ofListener(), null));
        }
        if (config.api().port().isOn() && config.api().kind().secure()) {
            secured.put(API, new Use(config.api().tls().ofListener(), null));
        }
        return secured;
    }

    /// The certificates of a listener; null when it needs none.
    ///
    /// @throws io.hongyan.transport.TransportException when they cannot be used
    @Nullable
    TlsMaterial of(String listener) {
        Use use = listeners.get(listener);
        return use == null ? null : of(use);
    }

    /// What an HTTP port shows; null when it needs nothing.
    ///
    /// @throws io.hongyan.transport.TransportException when its certificates cannot be used
    @Nullable
    HttpTls of(HttpKind kind, HttpTlsConfig tls) {
        TlsConfig asListener = tls.ofListener();
        TlsMaterial material = kind.secure() ? of(new Use(asListener, null)) : null;
        return material == null ? null : new HttpTls(material, OpenListeners.clientAuth(asListener.clientAuth()));
    }

    /// Goes by what is registered and uploaded, from now on.
    ///
    /// @param instance of the first start
    /// @param secrets encrypts the keys of session tickets on the disk
    void follow(Certificates certificates, @Nullable String instance, SecretBox secrets) {
        firstInstance = instance;
        if (!materials.isEmpty()) {
            SessionTickets read = new SessionTickets(data, secrets, clock, random);
            var _ = read.renew();
            show(read);
            tickets = read;
        }
        certificates.authorities().follow(authorities::set);
        certificates.servers().follow(shown -> {
            uploads = UploadedExpiries.of(shown);
            Map<String, PemPair> byHost = new HashMap<>();
            shown.values().forEach(each -> byHost.putAll(each.byHost()));
            materials.forEach((use, material) -> {
                if (use.instance() != null) {
                    String id = idOf(use.instance());
                    ServerCertificates.Shown own = id == null ? null : shown.get(id);
                    show(material, own == null ? null : own.usual(), byHost);
                }
            });
        });
    }

    /// @param instance empty = that of the first start
    private @Nullable String idOf(String instance) {
        return instance.isEmpty() ? firstInstance : instance;
    }

    /// Most services have none: then nothing waits for what is read.
    private static void show(
            CompletableFuture<TlsMaterial> material, @Nullable PemPair usual, Map<String, PemPair> byHost) {
        try {
            boolean read = material.isDone() && !material.isCompletedExceptionally();
            if (usual != null || !byHost.isEmpty() || read) {
                material.join().upload(usual, byHost);
            }
        } catch (CompletionException | TransportException e) {
            LOG.log(Level.ERROR, "an uploaded certificate cannot be shown: {0}", e.getMessage());
        }
    }

    private @Nullable TlsMaterial of(Use use) {
        CompletableFuture<TlsMaterial> material = materials.get(use);
        try {
            return material == null ? null : material.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /// Makes new keys of session tickets when it is time.
    void renewTickets() {
        SessionTickets now = tickets;
        if (now != null && now.renew()) {
            show(now);
        }
    }

    private void show(SessionTickets now) {
        List<TicketKey> keys = now.keys();
        materials.values().forEach(material -> {
            var _ = material.thenAccept(each -> each.tickets(keys)); // one that cannot be read ends the start
        });
    }

    /// When the certificates in use expire: by listener, by file.
    Map<String, Map<Path, Instant>> expiries() {
        Map<String, Map<Path, Instant>> expiries = new TreeMap<>();
        listeners.forEach((name, use) -> {
            CompletableFuture<TlsMaterial> material = materials.get(use);
            if (material != null && material.state() == Future.State.SUCCESS) {
                expiries.put(name, material.resultNow().expiries());
            }
        });
        return expiries;
    }

    /// Of all listeners together.
    TicketCounts ticketCounts() {
        return materials.values().stream()
                .filter(material -> material.state() == Future.State.SUCCESS)
                .map(material -> material.resultNow().ticketCounts())
                .reduce(TicketCounts.NONE, TicketCounts::plus);
    }

    /// When the uploaded certificates expire that listeners show: by listener.
    Map<String, Map<UploadedExpiries.Upload, Instant>> uploadedExpiries() {
        UploadedExpiries now = uploads;
        Map<String, Map<UploadedExpiries.Upload, Instant>> expiries = new TreeMap<>();
        listeners.forEach((name, use) -> {
            if (use.instance() != null) {
                expiries.put(name, now.of(idOf(use.instance())));
            }
        });
        return expiries;
    }

    /// What came of reading the certificates of all listeners.
    ///
    /// @param faults why they cannot be used
    /// @param notes which have expired, or soon do
    record Reading(List<ConfigFault> faults, List<String> notes) {}

    /// Reads the certificates of listeners that are on. Those that the start makes by itself are good.
    static Reading read(ServerConfig config) {
        Path data = Path.of(config.data());
        boolean made = Files.exists(SelfSigned.certificate(data)) && Files.exists(SelfSigned.key(data));
        Map<TlsConfig, Optional<TransportException>> read = new HashMap<>();
        List<ConfigFault> faults = new ArrayList<>();
        Map<Path, Instant> expiries = new TreeMap<>();
        secured(config).forEach((name, use) -> {
            TlsConfig tls = use.tls();
            if (made || !tls.cert().isEmpty()) {
                String section = (name.equals(ADMIN) ? name : "listeners." + name) + ".tls";
                read.computeIfAbsent(tls, _ -> fault(tls, data, expiries))
                        .ifPresent(e -> faults.addAll(faults(section, tls, e)));
            }
        });
        return new Reading(faults, CertificateExpiry.notes(expiries, data, Instant.now()));
    }

    private static Optional<TransportException> fault(TlsConfig tls, Path data, Map<Path, Instant> expiries) {
        try {
            expiries.putAll(read(tls, data, new RegisteredAuthorities()).expiries());
            return Optional.empty();
        } catch (TransportException e) {
            return Optional.of(e);
        }
    }

    /// One for each file, at the key that names the file: that of the file which the message names first.
    private static List<ConfigFault> faults(String section, TlsConfig tls, TransportException all) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(section + ".cert", tls.cert());
        files.put(section + ".key", tls.key());
        files.put(section + ".clientCa", tls.clientCa());
        tls.sni().forEach((host, pair) -> {
            files.put(section + ".sni." + host + ".cert", pair.cert());
            files.put(section + ".sni." + host + ".key", pair.key());
        });
        List<ConfigFault> faults = new ArrayList<>();
        for (Throwable each : TlsMaterial.faults(all)) {
            String text = String.valueOf(each.getMessage());
            String key = files.entrySet().stream()
                    .filter(file -> !file.getValue().isEmpty() && text.contains(file.getValue()))
                    .min(Comparator.comparingInt(file -> text.indexOf(file.getValue())))
                    .map(Map.Entry::getKey)
                    .orElse(section);
            faults.add(ConfigFault.ofValue(key, text));
        }
        return faults;
    }

    private static TlsMaterial read(TlsConfig tls, Path data, RegisteredAuthorities authorities) {
        Map<String, TlsMaterial.Files> byName = new LinkedHashMap<>();
        tls.sni().forEach((host, certificate) -> byName.put(host, pair(certificate)));
        TlsEngine engine = engine(tls);
        return tls.clientAuth() == TlsConfig.ClientAuth.REGISTERED
                ? TlsMaterial.registered(main(tls, data), authorities, byName, engine)
                : TlsMaterial.pem(main(tls, data), clientCa(tls), byName, engine);
    }

    private static TlsEngine engine(TlsConfig tls) {
        return TlsEngine.valueOf(tls.engine().name());
    }

    private static List<Path> files(TlsConfig tls, Path data) {
        List<Path> files = new ArrayList<>(
                List.of(main(tls, data).certificates(), main(tls, data).key()));
        tls.sni().values().forEach(each -> files.addAll(List.of(path(each.cert()), path(each.key()))));
        Path clientCa = clientCa(tls);
        if (clientCa != null) {
            files.add(clientCa);
        }
        return files;
    }

    private static TlsMaterial.Files main(TlsConfig tls, Path data) {
        return tls.cert().isEmpty()
                ? new TlsMaterial.Files(SelfSigned.certificate(data), SelfSigned.key(data))
                : new TlsMaterial.Files(path(tls.cert()), path(tls.key()));
    }

    private static TlsMaterial.Files pair(CertificateConfig certificate) {
        return new TlsMaterial.Files(path(certificate.cert()), path(certificate.key()));
    }

    private static @Nullable Path clientCa(TlsConfig tls) {
        return tls.clientCa().isEmpty() ? null : path(tls.clientCa());
    }

    /// Messages name the whole path: a name alone does not say in which folder it was looked for.
    private static Path path(String file) {
        return Path.of(file).toAbsolutePath();
    }
}
