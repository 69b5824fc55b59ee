package io.hongyan.cloud.certificate;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The host names that a certificate is for, in small letters.
///
/// @param names `*.example.com` stands for one label
record HostNames(List<String> names) {
    private static final int DNS_NAME = 2;
    private static final int MOST_SHOWN = 5;

    HostNames {
        names = List.copyOf(names);
    }

    /// Those of the subject alternative name (RFC 6125, 6.4.4); the common name counts only where that is missing.
    static HostNames of(X509Certificate certificate) {
        Collection<List<?>> alternatives = alternatives(certificate);
        List<String> names = new ArrayList<>();
        if (alternatives == null) {
            String name = CertificateText.commonName(certificate);
            if (!name.isEmpty()) {
                names.add(name.toLowerCase(Locale.ROOT));
            }
        } else {
            for (List<?> each : alternatives) {
                if (each.getFirst().equals(DNS_NAME)) {
                    names.add(String.valueOf(each.get(1)).toLowerCase(Locale.ROOT));
                }
            }
        }
        return new HostNames(names);
    }

    @SuppressWarnings("NullAway") // null means that there is no such extension
    private static Collection<List<?>> alternatives(X509Certificate certificate) {
        try {
            return certificate.getSubjectAlternativeNames();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /// @param host in small letters; one with `*` needs a name with `*`
    boolean cover(String host) {
        int dot = host.indexOf('.');
        return names.contains(host) || (dot > 0 && names.contains("*" + host.substring(dot)));
    }

    /// @throws CertificateRefusal when a host name is another one
    static void check(String certificate, X509Certificate own, Collection<String> hosts) {
        HostNames names = of(own);
        for (String host : hosts) {
            if (!names.cover(host)) {
                throw new CertificateRefusal("certificate " + certificate + " is not for host name " + host
                        + ", so that clients would refuse it: it is for " + names.shown());
            }
        }
    }

    /// For people: the first ones.
    private String shown() {
        if (names.isEmpty()) {
            return "no host name";
        }
        String first = names.stream().limit(MOST_SHOWN).map(ShownName::ofHost).collect(Collectors.joining(", "));
        return names.size() > MOST_SHOWN ? first + " and " + (names.size() - MOST_SHOWN) + " more" : first;
    }
}
