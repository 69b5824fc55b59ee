package io.hongyan.cloud.control;

import io.hongyan.broker.auth.Client;
import io.hongyan.cloud.certificate.CertificateChanges;
import io.hongyan.cloud.certificate.CertificateRule;
import io.hongyan.codec.ReasonCode;
import io.hongyan.transport.Peer;
import io.hongyan.transport.SerialNumber;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/// Watches the certificates of connected clients. When one is deactivated or deleted, or its CA is deleted, the
/// connection ends. Any thread, but for the hooks, which run on the client's shard.
public final class CertificateMonitor {
    private static final System.Logger LOG = System.getLogger(CertificateMonitor.class.getName());

    private final CertificateRule rule;
    private final Executor reads;
    private final ConcurrentHashMap<Key, Set<Client>> byCertificate = new ConcurrentHashMap<>();

    private record Key(String instance, String sn) {}

    /// @param reads runs what waits for the disk
    public CertificateMonitor(CertificateRule rule, CertificateChanges changes, Executor reads) {
        this.rule = rule;
        this.reads = reads;
        changes.listen(this::changed);
    }

    /// What changed while it logged in is made good.
    void connected(Client client) {
        Peer peer = client.peer();
        if (rule.isShown(peer)) {
            byCertificate.compute(key(client, peer), (_, present) -> {
                Set<Client> all = present == null ? ConcurrentHashMap.newKeySet(1) : present;
                all.add(client);
                return all;
            });
        }
        if (rule.concerns(client.instance(), peer)) {
            check(client, peer);
        }
    }

    void disconnected(Client client) {
        Peer peer = client.peer();
        if (rule.isShown(peer)) {
            byCertificate.computeIfPresent(key(client, peer), (_, all) -> {
                all.remove(client);
                return all.isEmpty() ? null : all;
            });
        }
    }

    private static Key key(Client client, Peer peer) {
        return new Key(client.instance(), SerialNumber.of(peer.certificates().getFirst()));
    }

    private void changed(String instance, String deviceSn) {
        if (deviceSn.isEmpty()) {
            byCertificate.forEach((key, clients) -> {
                if (key.instance().equals(instance)) {
                    clients.forEach(this::check);
                }
            });
        } else {
            byCertificate.getOrDefault(new Key(instance, deviceSn), Set.of()).forEach(this::check);
        }
    }

    /// Looks whether a client may stay.
    void check(Client client) {
        client.executor().execute(() -> check(client, client.peer()));
    }

    private void check(Client client, Peer peer) {
        reads.execute(() -> {
            try {
                String why = rule.refusal(client.instance(), peer, false);
                if (why != null) {
                    end(client, peer, ReasonCode.NOT_AUTHORIZED, why);
                }
            } catch (RuntimeException e) { // better out than in with a certificate that may not count any more
                LOG.log(Level.ERROR, "the certificate of a client cannot be checked", e);
                end(client, peer, ReasonCode.UNSPECIFIED_ERROR, "its certificate cannot be checked");
            }
        });
    }

    @SuppressWarnings("ReferenceEquality") // this connection; a later one was checked on its own
    private static void end(Client client, Peer peer, ReasonCode reason, String why) {
        client.executor().execute(() -> {
            if (client.peer() == peer) {
                client.disconnect(reason, why);
            }
        });
    }
}
