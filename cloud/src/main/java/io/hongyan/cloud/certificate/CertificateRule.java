package io.hongyan.cloud.certificate;

import io.hongyan.cloud.metadata.CloudInstance;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.transport.Peer;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which connections need a certificate, and of which one is looked at. Certificates count on listeners that ask for
/// registered ones (`tls.clientAuth: registered`); an instance with two-way TLS lets nobody in without one.
public final class CertificateRule {
    private final CertificateCheck check;
    private final Predicate<String> registered;
    private volatile Set<String> twoWay = Set.of();

    /// @param registered whether a listener of that name asks for registered certificates
    public CertificateRule(CertificateCheck check, Predicate<String> registered, Metadata metadata) {
        this.check = check;
        this.registered = registered;
        metadata.listen(now -> twoWay = now.instances().stream()
                .filter(CloudInstance::twoWayTls)
                .map(CloudInstance::id)
                .collect(Collectors.toSet()));
    }

    /// Whether a connection showed a certificate that counts. Never waits.
    public boolean isShown(Peer peer) {
        return !peer.certificates().isEmpty() && registered.test(peer.listener());
    }

    /// Whether a client may be refused. Never waits.
    public boolean concerns(String instance, Peer peer) {
        return isShown(peer) || twoWay.contains(instance);
    }

    /// Why a client may not be in an instance; null when it may. May wait for the disk.
    ///
    /// @param mayRegister whether a certificate that nobody has seen yet is registered
    public @Nullable String refusal(String instance, Peer peer, boolean mayRegister) {
        if (isShown(peer)) {
            return check.refusal(instance, peer.certificates(), mayRegister);
        }
        return twoWay.contains(instance)
                ? "instance " + instance + " has two-way TLS: it lets in clients with a registered certificate, on"
                        + " listeners that ask for one"
                : null;
    }
}
