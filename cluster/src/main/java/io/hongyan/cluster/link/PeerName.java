package io.hongyan.cluster.link;

import io.hongyan.transport.Peer;
import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether the other end of a connection is the node that it should be. That an authority of the cluster vouches for
/// its certificate has been seen by TLS.
final class PeerName {
    /// `dNSName` (RFC 5280, 4.2.1.6).
    private static final int DNS_NAME = 2;

    private PeerName() {}

    /// @param plain whether there need not be TLS on the loopback address
    /// @return null when it is right
    static @Nullable Refusal check(Peer peer, String node, boolean plain) {
        if (!peer.secure()) {
            InetAddress address = peer.address().getAddress();
            return plain && address != null && address.isLoopbackAddress()
                    ? null
                    : new Refusal(Refusal.Reason.NOT_SECURE, "a link without TLS");
        }
        List<String> names = peer.certificates().isEmpty()
                ? List.of()
                : names(peer.certificates().getFirst());
        return names.contains(node)
                ? null
                : new Refusal(
                        Refusal.Reason.CERTIFICATE_OF_ANOTHER,
                        "the node is called " + node + ", and its certificate is for "
                                + (names.isEmpty() ? "no name" : String.join(", ", names)));
    }

    private static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            if (all != null) {
                for (List<?> each : all) {
                    if (each.size() == 2 && each.get(0) instanceof Integer kind && kind == DNS_NAME) {
                        names.add(String.valueOf(each.get(1)).replaceAll("\\p{Cntrl}", "?"));
                    }
                }
            }
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
        return names;
    }
}
