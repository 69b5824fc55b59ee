package io.hongyan.server;

import io.hongyan.broker.message.Clock;
import io.hongyan.server.tls.SelfSigned;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Watches when the certificates in use expire, and warns once a day of those that soon do.
final class CertificateExpiry {
    private static final System.Logger LOG = System.getLogger(CertificateExpiry.class.getName());
    private static final Duration SOON = Duration.ofDays(14);

    private final ListenerCertificates certificates;
    private final Supplier<Map<Path, Instant>> links;
    private final Path selfSigned;
    private final Clock clock;
    /// When a file or an upload was last warned of; guarded by this.
    private final Map<Object, Instant> warned = new HashMap<>();

    /// @param links when the certificate of the cluster's links expires, by its file
    /// @param data the data folder
    CertificateExpiry(ListenerCertificates certificates, Supplier<Map<Path, Instant>> links, Path data, Clock clock) {
        this.certificates = certificates;
        this.links = links;
        this.selfSigned = SelfSigned.certificate(data);
        this.clock = clock;
    }

    ListenerCertificates certificates() {
        return certificates;
    }

    /// The earliest of each listener, in seconds since 1970.
    Map<String, Long> seconds() {
        Map<String, Long> seconds = new TreeMap<>();
        certificates.expiries().forEach((listener, files) -> addEarliest(seconds, listener, files.values()));
        certificates.uploadedExpiries().forEach((listener, some) -> addEarliest(seconds, listener, some.values()));
        return seconds;
    }

    private static void addEarliest(Map<String, Long> seconds, String listener, Collection<Instant> expiries) {
        expiries.forEach(each -> seconds.merge(listener, each.getEpochSecond(), Math::min));
    }

    /// Warns. To be called now and then.
    synchronized void look() {
        Instant now = Instant.ofEpochMilli(clock.wallMillis());
        distinct(certificates.expiries().values())
                .forEach((file, expiry) -> warn(file, now, note(file, expiry, now, selfSigned)));
        distinct(certificates.uploadedExpiries().values())
                .forEach((upload, expiry) -> warn(upload, now, note(upload, expiry, now)));
        links.get().forEach((file, expiry) -> warn(file, now, linkNote(file, expiry, now)));
    }

    private static <K> Map<K, Instant> distinct(Collection<Map<K, Instant>> ofListeners) {
        Map<K, Instant> distinct = new HashMap<>();
        ofListeners.forEach(distinct::putAll);
        return distinct;
    }

    private void warn(Object what, Instant now, Optional<String> note) {
        Instant last = warned.get(what);
        if (last == null || Duration.between(last, now).toDays() >= 1) {
            note.ifPresent(text -> {
                warned.put(what, now);
                LOG.log(Level.WARNING, text);
            });
        }
    }

    /// What to say of certificates that have expired, or soon do.
    ///
    /// @param expiries by file
    /// @param data the data folder
    static List<String> notes(Map<Path, Instant> expiries, Path data, Instant now) {
        return expiries.entrySet().stream()
                .flatMap(each -> note(each.getKey(), each.getValue(), now, SelfSigned.certificate(data)).stream())
                .toList();
    }

    private static String days(Duration left) {
        return switch ((int) left.toDays()) {
            case 0 -> "less than a day";
            case 1 -> "1 day";
            default -> left.toDays() + " days";
        };
    }

    private static Optional<String> note(Path file, Instant expiry, Instant now, Path selfSigned) {
        String remedy = file.equals(selfSigned)
                ? "delete it, and the next start makes a new one, which clients have to be given"
                : "put its successor and its key in the place of the files; they are read within ten seconds";
        return when(expiry, now).map(when -> "the certificate " + file + " " + when + ": " + remedy);
    }

    private static Optional<String> note(UploadedExpiries.Upload upload, Instant expiry, Instant now) {
        return when(expiry, now)
                .map(when -> "the certificate " + upload.name() + " that was uploaded to instance " + upload.instance()
                        + " " + when + ": upload its successor under the same name (hongyan admin certificate upload)");
    }

    private static Optional<String> linkNote(Path file, Instant expiry, Instant now) {
        return when(expiry, now, "other nodes")
                .map(when -> "the certificate " + file + " of the links to other nodes " + when
                        + ": make another one with 'hongyan cluster issue', and put its files in the place of these;"
                        + " they are read within ten seconds");
    }

    private static Optional<String> when(Instant expiry, Instant now) {
        return when(expiry, now, "clients");
    }

    /// Empty while there is time.
    private static Optional<String> when(Instant expiry, Instant now, String others) {
        if (Duration.between(now, expiry).compareTo(SOON) > 0) {
            return Optional.empty();
        }
        return Optional.of(
                expiry.isBefore(now)
                        ? "has expired on " + expiry + ", and " + others + " refuse it"
                        : "expires on " + expiry + ", in " + days(Duration.between(now, expiry)));
    }
}
