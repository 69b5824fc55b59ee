package io.hongyan.transport.endpoint;

import io.hongyan.transport.TransportException;
import io.hongyan.transport.tls.PemIdentity;
import io.hongyan.transport.tls.TlsCiphers;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.DomainWildcardMappingBuilder;
import io.netty.util.Mapping;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Certificates and keys of one or more listeners, read from PEM files, and read again without a restart: new
/// handshakes use what was read last, running connections keep what they have. Any thread may call it.
public final class TlsMaterial {
    private final Files main;
    private final Map<String, Files> byName;
    private final @Nullable Path clientCa;
    private final @Nullable RegisteredAuthorities registered;
    private Pems pems;
    private Uploaded uploaded = new Uploaded(null, Map.of());
    private volatile Contexts contexts;

    /// A certificate chain, the server's own first, and the key that belongs to it: in PKCS #8, or also in PKCS #1 or
    /// SEC 1 where Bouncy Castle (`bcpkix`) is on the class path.
    public record Files(Path certificates, Path key) {}

    /// What was read last from the files that could be used.
    private record Pems(
            Map<Files, PemIdentity> identities, @Nullable List<X509Certificate> clientAuthorities) {}

    /// Those that are not in files.
    private record Uploaded(@Nullable PemIdentity usual, Map<String, PemIdentity> byName) {}

    private record Contexts(
            Mapping<String, SslContext> plain,
            Mapping<String, SslContext> optional,
            Mapping<String, SslContext> required) {}

    private TlsMaterial(
            Files main,
            @Nullable Path clientCa,
            @Nullable RegisteredAuthorities registered,
            Map<String, Files> byName) {
        this.main = main;
        this.clientCa = clientCa;
        this.registered = registered;
        this.byName = Map.copyOf(byName);
        List<TransportException> faults = new ArrayList<>();
        this.pems = read(null, faults);
        fail(faults);
        this.contexts = contexts(pems);
    }

    /// Reads PEM files.
    ///
    /// @param clientCa who vouches for client certificates; null when none are asked for
    /// @param byName further certificates by the host name that clients ask for (SNI); `*.example.com` works
    /// @throws TransportException when a file cannot be used, or a key does not belong to its certificate; the message
    ///     names the file
    public static TlsMaterial pem(Files main, @Nullable Path clientCa, Map<String, Files> byName) {
        return new TlsMaterial(main, clientCa, null, byName);
    }

    /// The same, where authorities that are registered while listeners run vouch for client certificates.
    public static TlsMaterial registered(Files main, RegisteredAuthorities clients, Map<String, Files> byName) {
        return new TlsMaterial(main, null, clients, byName);
    }

    /// Sets what was uploaded, in place of what was before. A name that has a file keeps it.
    ///
    /// @param usual shown to clients that ask for no name that is known; null = that of the file
    /// @throws TransportException when one cannot be used; then all stays as it was
    public synchronized void upload(@Nullable PemPair usual, Map<String, PemPair> byName) {
        Map<String, PemIdentity> named = new HashMap<>();
        byName.forEach((name, pair) -> named.put(name, pair.identity()));
        Uploaded before = uploaded;
        uploaded = new Uploaded(usual == null ? null : usual.identity(), named);
        try {
            contexts = contexts(pems);
        } catch (TransportException e) {
            uploaded = before;
            throw e;
        }
    }

    /// Reads all files again. A pair, or the authorities for clients, that cannot be used any more stays as it was; the
    /// others are replaced.
    ///
    /// @throws TransportException when one could not be used; the message names the files
    public synchronized void reload() {
        List<TransportException> faults = new ArrayList<>();
        pems = read(pems, faults);
        contexts = contexts(pems);
        fail(faults);
    }

    /// When the certificates that are in use expire, by file: the earliest of each chain.
    public synchronized Map<Path, Instant> expiries() {
        Map<Path, Instant> expiries = new HashMap<>();
        pems.identities()
                .forEach((files, identity) -> identity.chain().stream()
                        .map(each -> each.getNotAfter().toInstant())
                        .min(Comparator.naturalOrder())
                        .ifPresent(earliest -> expiries.put(files.certificates(), earliest)));
        return expiries;
    }

    private static void fail(List<TransportException> faults) {
        if (!faults.isEmpty()) {
            String all = faults.stream().map(Throwable::getMessage).collect(Collectors.joining("; "));
            TransportException thrown = new TransportException(all, faults.getFirst());
            faults.stream().skip(1).forEach(thrown::addSuppressed);
            throw thrown;
        }
    }

    /// The faults of single files that an exception of [#pem] and [#reload] stands for.
    public static List<Throwable> faults(TransportException thrown) {
        List<Throwable> faults = new ArrayList<>();
        faults.add(thrown.getCause() instanceof TransportException first ? first : thrown);
        faults.addAll(List.of(thrown.getSuppressed()));
        return faults;
    }

    /// @param before what stays where the new files cannot be used; null when there is nothing
    private Pems read(@Nullable Pems before, List<TransportException> faults) {
        Map<Files, PemIdentity> identities = new HashMap<>();
        Set<Files> pairs = new LinkedHashSet<>(List.of(main));
        pairs.addAll(byName.values());
        for (Files pair : pairs) {
            try {
                identities.put(pair, PemIdentity.read(pair.certificates(), pair.key()));
            } catch (TransportException e) {
                faults.add(e);
                if (before != null) {
                    identities.put(
                            pair, Objects.requireNonNull(before.identities().get(pair)));
                }
            }
        }
        try {
            return new Pems(identities, clientCa == null ? null : PemIdentity.certificates(clientCa));
        } catch (TransportException e) {
            faults.add(e);
            return new Pems(identities, before == null ? null : before.clientAuthorities());
        }
    }

    /// Whether anybody was named who vouches for client certificates. Without, Java would believe every public
    /// authority.
    boolean vouchesForClients() {
        return clientCa != null || registered != null;
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

    /// For one connection to a server other than those of [Transport]: shows what was read last, whatever name the
    /// client asks for.
    public SSLEngine engine(ListenerOptions.ClientAuth auth) {
        return contexts(auth).map("").newEngine(ByteBufAllocator.DEFAULT);
    }

    /// Java encrypts the key once more for each context, which takes a tenth of a second of a start: only those that
    /// can be asked for are made.
    private Contexts contexts(Pems from) {
        Mapping<String, SslContext> plain = mapping(from, ClientAuth.NONE);
        return vouchesForClients()
                ? new Contexts(plain, mapping(from, ClientAuth.OPTIONAL), mapping(from, ClientAuth.REQUIRE))
                : new Contexts(plain, plain, plain);
    }

    private Mapping<String, SslContext> mapping(Pems from, ClientAuth auth) {
        PemIdentity first = uploaded.usual();
        SslContext usual =
                first == null ? context(from, main, auth) : context(from, first, "the uploaded certificate", auth);
        Map<String, SslContext> byHost = new LinkedHashMap<>();
        uploaded.byName().forEach((host, identity) -> {
            if (!byName.containsKey(host)) {
                byHost.put(host, context(from, identity, "the uploaded certificate of " + host, auth));
            }
        });
        byName.forEach((host, files) -> byHost.put(host, context(from, files, auth)));
        if (byHost.isEmpty()) {
            return name -> usual;
        }
        DomainWildcardMappingBuilder<SslContext> builder = new DomainWildcardMappingBuilder<>(usual);
        byHost.forEach(builder::add);
        Mapping<String, SslContext> named = builder.build();
        return name -> {
            try {
                return named.map(name);
            } catch (IllegalArgumentException e) {
                return usual; // a name that cannot be one of a host
            }
        };
    }

    private SslContext context(Pems from, Files files, ClientAuth auth) {
        PemIdentity identity = Objects.requireNonNull(from.identities().get(files));
        return context(from, identity, "certificate " + files.certificates() + " with key " + files.key(), auth);
    }

    /// @throws TransportException when a server cannot show it, such as a chain whose certificates do not belong
    ///   together
    static void checkUsable(PemIdentity identity, String what) {
        try {
            SslContextBuilder.forServer(identity.key(), identity.chainArray())
                    .sslProvider(SslProvider.JDK)
                    .build();
        } catch (SSLException | IllegalArgumentException unusable) {
            throw new TransportException("cannot use " + what + ": " + reason(unusable), unusable);
        }
    }

    private SslContext context(Pems from, PemIdentity identity, String what, ClientAuth auth) {
        try {
            SslContextBuilder builder = SslContextBuilder.forServer(identity.key(), identity.chainArray())
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .ciphers(TlsCiphers.usual(), SupportedCipherSuiteFilter.INSTANCE)
                    .clientAuth(auth);
            List<X509Certificate> authorities = from.clientAuthorities();
            if (authorities != null) {
                builder.trustManager(authorities.toArray(X509Certificate[]::new));
            } else if (registered != null) {
                builder.trustManager(registered);
            }
            return builder.build();
        } catch (SSLException | IllegalArgumentException unusable) {
            throw new TransportException("cannot use " + what + ": " + reason(unusable), unusable);
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
