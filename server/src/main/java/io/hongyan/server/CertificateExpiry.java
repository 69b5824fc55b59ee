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

/// Watches when the certificates in use expire, and warns once a day of those that soon do.
final class CertificateExpiry {
    private static final System.Logger LOG = System.getLogger(CertificateExpiry.class.getName());
    private static final Duration SOON = Duration.ofDays(14);

    private final ListenerCertificates certificates;
    private final Path selfSigned;
    private final Clock clock;
    /// When a file was last warned of; guarded by this.
    private final Map<Path, Instant> warned = new HashMap<>();

    /// @param data the data folder
    CertificateExpiry(ListenerCertificates certificates, Path data, Clock clock) {
        this.certificates = certificates;
        this.selfSigned = SelfSigned.certificate(data);
        this.clock = clock;
    }

    /// The earliest of each listener, in seconds since 1970.
    Map<String, Long> seconds() {
        Map<String, Long> seconds = new TreeMap<>();
        certificates
                .expiries()
                .forEach((listener, files) -> files.values().stream()
                        .mapToLong(Instant::getEpochSecond)
                        .min()
                        .ifPresent(earliest -> seconds.put(listener, earliest)));
        return seconds;
    }

    /// Warns. To be called now and then.
    synchronized void look() {
        Instant now = Instant.ofEpochMilli(clock.wallMillis());
        certificates.expiries().values().stream()
                .map(Map::entrySet)
                .flatMap(Collection::stream)
                .distinct()
                .forEach(each -> look(each.getKey(), each.getValue(), now));
    }

    private void look(Path file, Instant expiry, Instant now) {
        Instant last = warned.get(file);
        boolean today = last != null && Duration.between(last, now).toDays() < 1;
        if (!today) {
            note(file, expiry, now, selfSigned).ifPresent(note -> {
                warned.put(file, now);
                LOG.log(Level.WARNING, note);
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
        if (Duration.between(now, expiry).compareTo(SOON) > 0) {
            return Optional.empty();
        }
        String when = expiry.isBefore(now)
                ? "has expired on " + expiry + ", and clients refuse it"
                : "expires on " + expiry + ", in " + days(Duration.between(now, expiry));
        String remedy = file.equals(selfSigned)
                ? "delete it, and the next start makes a new one, which clients have to be given"
                : "put its successor and its key in the place of the files; they are read within ten seconds";
        return Optional.of("the certificate " + file + " " + when + ": " + remedy);
    }
}
