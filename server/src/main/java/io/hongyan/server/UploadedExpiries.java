package io.hongyan.server;

import io.hongyan.cloud.certificate.ServerCertificates.Shown;
import io.hongyan.transport.endpoint.PemPair;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// When the certificates expire that were uploaded and are shown.
///
/// @param usual of those that an instance shows for any name, by instance
/// @param named of those that are shown for a host name, on each listener
record UploadedExpiries(Map<String, Map<Upload, Instant>> usual, Map<Upload, Instant> named) {
    static final UploadedExpiries NONE = new UploadedExpiries(Map.of(), Map.of());

    /// What identifies an uploaded certificate.
    record Upload(String instance, String name) {}

    UploadedExpiries {
        usual = Map.copyOf(usual);
        named = Map.copyOf(named);
    }

    /// Reads them, which takes some milliseconds for each.
    ///
    /// @param shown by instance
    static UploadedExpiries of(Map<String, Shown> shown) {
        Map<String, Map<Upload, Instant>> usual = new HashMap<>();
        Map<Upload, Instant> named = new HashMap<>();
        shown.forEach((instance, each) -> {
            PemPair pair = each.usual();
            if (pair != null) {
                usual.put(instance, Map.of(new Upload(instance, pair.name()), expiry(pair)));
            }
            each.byHost()
                    .values()
                    .forEach(host -> named.computeIfAbsent(new Upload(instance, host.name()), _ -> expiry(host)));
        });
        return new UploadedExpiries(usual, named);
    }

    /// The earliest of a chain.
    private static Instant expiry(PemPair pair) {
        return pair.chain().stream()
                .map(each -> each.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /// Those that a listener of an instance shows.
    ///
    /// @param instance null = none whose certificate it shows for any name
    Map<Upload, Instant> of(@Nullable String instance) {
        Map<Upload, Instant> all = new HashMap<>(named);
        all.putAll(instance == null ? Map.of() : usual.getOrDefault(instance, Map.of()));
        return all;
    }
}
