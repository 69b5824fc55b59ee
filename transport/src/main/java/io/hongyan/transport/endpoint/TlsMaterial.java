package io.hongyan.transport.endpoint;

import io.hongyan.transport.TransportException;
import io.hongyan.transport.tls.PemIdentity;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
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
    private final TlsEngine engine;
    private final Files main;
    private final Map<String, Files> byName;
    private final @Nullable Path clientCa;
    private final @Nullable RegisteredAuthorities registered;
    private Pems pems;
    private Uploaded uploaded = new Uploaded(null, Map.of());
    private List<TicketKey> tickets = List.of();

    /// Of contexts that were replaced.
    private TicketCounts retired = TicketCounts.NONE;

    /// One for each way in which somebody listens.
    private volatile Map<ServerContexts, Contexts> contexts = Map.of();

    /// A certificate chain, the server's own first, and the key that belongs to it: in PKCS #8, or also in PKCS #1 or
    /// SEC 1 where Bouncy Castle (`bcpkix`) is on the class path.
    public record Files(Path certificates, Path key) {
        @Override
        public String toString() {
            return "certificate " + certificates + " with key " + key;
        }
    }

    /// What was read last from the files that could be used.
    private record Pems(
            Map<Files, PemIdentity> identities, @Nullable List<X509Certificate> clientAuthorities) {}

    /// Those that are not in files.
    private record Uploaded(@Nullable PemIdentity usual, Map<String, PemIdentity> byName) {}

    /// @param shown the context for a host name
    /// @param all those that it can answer
    private record Contexts(Mapping<String, SslContext> shown, List<SslContext> all) {}

    private TlsMaterial(
            TlsEngine engine,
            Files main,
            @Nullable Path clientCa,
            @Nullable RegisteredAuthorities registered,
            Map<String, Files> byName) {
        this.engine = engine;
        this.main = main;
        this.clientCa = clientCa;
        this.registered = registered;
        this.byName = Map.copyOf(byName);
        List<TransportException> faults = new ArrayList<>();
        this.pems = read(null, faults);
        fail(faults);
        contexts(new ServerContexts(engine, ClientAuth.NONE, null)); // so that what cannot be used is refused now
    }

    /// Reads PEM files.
    ///
    /// @param clientCa who vouches for client certificates; null when none are asked for
    /// @param byName further certificates by the host name that clients ask for (SNI); `*.example.com` works
    /// @throws TransportException when a file cannot be used, or a key does not belong to its certificate; the message
    ///     names the file
    public static TlsMaterial pem(Files main, @Nullable Path clientCa, Map<String, Files> byName) {
        return pem(main, clientCa, byName, TlsEngine.AUTO);
    }

    /// The same, with an engine.
    ///
    /// @throws TransportException also when the engine cannot be used
    public static TlsMaterial pem(Files main, @Nullable Path clientCa, Map<String, Files> byName, TlsEngine engine) {
        return new TlsMaterial(engine, main, clientCa, null, byName);
    }

    /// The same, where authorities that are registered while listeners run vouch for client certificates.
    public static TlsMaterial registered(
            Files main, RegisteredAuthorities clients, Map<String, Files> byName, TlsEngine engine) {
        return new TlsMaterial(engine, main, null, clients, byName);
    }

    /// Encrypts session tickets with the first of these keys from now on, and takes those of the others, too. Without
    /// this, sessions end with the process.
    public synchronized void tickets(List<TicketKey> keys) {
        tickets = List.copyOf(keys);
        contexts.values().forEach(each -> each.all().forEach(context -> ServerContexts.tickets(context, tickets)));
    }

    /// Sets what was uploaded, in place of what was before. A name that has a file keeps it.
    ///
    /// @param usual shown to clients that ask for no name that is known; null = that of the file
    /// @throws TransportException when one cannot be used; the others are shown
    public synchronized void upload(@Nullable PemPair usual, Map<String, PemPair> byName) {
        List<TransportException> faults = new ArrayList<>();
        Uploaded before = uploaded;
        Map<String, PemIdentity> named = new HashMap<>();
        byName.forEach((name, pair) -> {
            PemIdentity usable = usable(pair, before.byName().get(name), faults);
            if (usable != null) {
                named.put(name, usable);
            }
        });
        uploaded = new Uploaded(usual == null ? null : usable(usual, before.usual(), faults), named);
        show(contexts(pems, contexts.keySet()));
        fail(faults);
    }

    private @Nullable PemIdentity usable(PemPair pair, @Nullable PemIdentity known, List<TransportException> faults) {
        try {
            PemIdentity identity = pair.identity();
            if (!identity.equals(known)) {
                check(identity, "the uploaded certificate " + pair.name());
            }
            return identity;
        } catch (TransportException e) {
            faults.add(e);
            return null;
        }
    }

    /// Whether this engine can show it.
    private void check(PemIdentity identity, String what) {
        new ServerContexts(engine, ClientAuth.NONE, null).make(identity, what, new ServerContexts.Trust(null, null));
    }

    /// Reads all files again. A pair, or the authorities for clients, that cannot be used any more stays as it was; the
    /// others are replaced.
    ///
    /// @throws TransportException when one could not be used; the message names the files
    public synchronized void reload() {
        List<TransportException> faults = new ArrayList<>();
        pems = read(pems, faults);
        show(contexts(pems, contexts.keySet()));
        fail(faults);
    }

    private void show(Map<ServerContexts, Contexts> made) {
        retired = ticketCounts();
        contexts = made;
    }

    /// Since this was read for the first time.
    public synchronized TicketCounts ticketCounts() {
        return contexts.values().stream()
                .flatMap(each -> each.all().stream())
                .map(ServerContexts::ticketCounts)
                .reduce(retired, TicketCounts::plus);
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

    /// Which library does the work, in words, for a line of the log.
    public synchronized String describeEngine() {
        String exceptions = pems.identities().entrySet().stream()
                .map(each -> exception(each.getKey(), each.getValue()))
                .filter(Objects::nonNull)
                .collect(Collectors.joining("; "));
        return exceptions.isEmpty() ? engine.describe() : engine.describe() + ", but " + exceptions;
    }

    /// Of a pair that only Java's own TLS can show.
    private @Nullable String exception(Files files, PemIdentity identity) {
        String why = engine.isNative() ? ServerContexts.foreignKind(identity.key()) : null;
        return why == null ? null : "Java's own TLS for " + files.certificates() + ": " + why;
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
                PemIdentity identity = PemIdentity.read(pair.certificates(), pair.key());
                if (before != null && !identity.equals(before.identities().get(pair))) {
                    check(identity, pair.toString()); // at the start it is shown at once, or ends the start
                }
                identities.put(pair, identity);
            } catch (TransportException e) {
                faults.add(e);
                if (before != null) {
                    identities.put(
                            pair, Objects.requireNonNull(before.identities().get(pair)));
                }
            }
        }
        try {
            return new Pems(identities, clientCa == null ? null : authorities(clientCa));
        } catch (TransportException e) {
            faults.add(e);
            return new Pems(identities, before == null ? null : before.clientAuthorities());
        }
    }

    private static List<X509Certificate> authorities(Path file) {
        List<X509Certificate> authorities = PemIdentity.certificates(file);
        try {
            RegisteredAuthorities.manager(authorities);
            return authorities;
        } catch (IllegalArgumentException e) {
            throw new TransportException("cannot use " + file + ": " + e.getMessage(), e);
        }
    }

    /// Whether anybody was named who vouches for client certificates. Without, Java would believe every public
    /// authority.
    boolean vouchesForClients() {
        return clientCa != null || registered != null;
    }

    /// What to show on a listener, by host name: always what was read last.
    ///
    /// @param protocol in ALPN; null = none
    Mapping<String, SslContext> contexts(ListenerOptions.ClientAuth auth, @Nullable String protocol) {
        ServerContexts way = new ServerContexts(engine, asked(auth), protocol);
        contexts(way);
        return name -> contexts(way).shown().map(name);
    }

    private static ClientAuth asked(ListenerOptions.ClientAuth auth) {
        return switch (auth) {
            case NONE -> ClientAuth.NONE;
            case OPTIONAL -> ClientAuth.OPTIONAL;
            case REQUIRED -> ClientAuth.REQUIRE;
        };
    }

    /// For one connection to a server other than those of [Transport]: shows what was read last, whatever name the
    /// client asks for. Of Java's own TLS, whatever engine listeners have.
    public SSLEngine engine(ListenerOptions.ClientAuth auth) {
        return contexts(new ServerContexts(TlsEngine.JDK, asked(auth), null))
                .shown()
                .map("")
                .newEngine(ByteBufAllocator.DEFAULT);
    }

    /// Java encrypts the key once more for each context, which takes a tenth of a second of a start: only those that
    /// are asked for are made.
    private Contexts contexts(ServerContexts way) {
        Contexts made = contexts.get(way);
        return made == null ? add(way) : made;
    }

    private synchronized Contexts add(ServerContexts way) {
        Set<ServerContexts> ways = new LinkedHashSet<>(contexts.keySet());
        if (ways.add(way)) {
            Map<ServerContexts, Contexts> more = new HashMap<>(contexts);
            more.put(way, contexts(pems, way));
            contexts = Map.copyOf(more);
        }
        return Objects.requireNonNull(contexts.get(way));
    }

    private Map<ServerContexts, Contexts> contexts(Pems from, Set<ServerContexts> ways) {
        Map<ServerContexts, Contexts> made = new HashMap<>();
        ways.forEach(way -> made.put(way, contexts(from, way)));
        return Map.copyOf(made);
    }

    private Contexts contexts(Pems from, ServerContexts way) {
        PemIdentity first = uploaded.usual();
        SslContext usual =
                first == null ? context(from, main, way) : context(from, first, "the uploaded certificate", way);
        Map<String, SslContext> byHost = new LinkedHashMap<>();
        uploaded.byName().forEach((host, identity) -> {
            if (!byName.containsKey(host)) {
                byHost.put(host, context(from, identity, "the uploaded certificate of " + host, way));
            }
        });
        byName.forEach((host, files) -> byHost.put(host, context(from, files, way)));
        List<SslContext> all = new ArrayList<>(byHost.values());
        all.add(usual);
        return new Contexts(shown(usual, byHost), List.copyOf(all));
    }

    private static Mapping<String, SslContext> shown(SslContext usual, Map<String, SslContext> byHost) {
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

    private SslContext context(Pems from, Files files, ServerContexts way) {
        PemIdentity identity = Objects.requireNonNull(from.identities().get(files));
        return context(from, identity, files.toString(), way);
    }

    private SslContext context(Pems from, PemIdentity identity, String what, ServerContexts way) {
        SslContext made = way.make(identity, what, new ServerContexts.Trust(from.clientAuthorities(), registered));
        ServerContexts.tickets(made, tickets);
        return made;
    }

    /// @throws TransportException when a server cannot show it, such as a chain whose certificates do not belong
    ///   together
    static void checkUsable(PemIdentity identity, String what) {
        try {
            SslContextBuilder.forServer(identity.key(), identity.chainArray())
                    .sslProvider(SslProvider.JDK)
                    .build();
        } catch (SSLException | IllegalArgumentException unusable) {
            throw new TransportException("cannot use " + what + ": " + ServerContexts.reason(unusable), unusable);
        }
    }
}
