package io.hongyan.cloud.certificate;

import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.RecordTable.Change;
import io.hongyan.broker.store.RecordTable.Row;
import io.hongyan.cloud.certificate.CertificateRefusal.Kind;
import io.hongyan.cloud.record.RowKey;
import io.hongyan.cloud.record.RowValue;
import io.hongyan.transport.SerialNumber;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The registered CAs of all instances: few, and needed in each TLS handshake, so they are in memory, too. Looks never
/// wait; changes wait for the disk.
public final class CaCertificates {
    /// The most of an instance.
    public static final int MOST = 100;

    private static final char ROW = 'A';
    private static final int FORMAT = 1;

    private final RecordTable table;
    private final CertificateChanges changes;
    private final List<Consumer<List<X509Certificate>>> followers = new CopyOnWriteArrayList<>();
    private volatile Map<String, Map<String, CaCertificate>> byInstance = Map.of(); // written under the lock of this

    CaCertificates(RecordTable table, CertificateChanges changes) {
        this.table = table;
        this.changes = changes;
    }

    /// Reads those of the instances that there are. Before anything else.
    synchronized void load(Collection<String> instances) {
        Map<String, Map<String, CaCertificate>> read = new HashMap<>();
        for (String instance : instances) {
            Map<String, CaCertificate> all = read(instance);
            if (!all.isEmpty()) {
                read.put(instance, all);
            }
        }
        byInstance = read;
    }

    private Map<String, CaCertificate> read(String instance) {
        Map<String, CaCertificate> all = new TreeMap<>();
        table.scan(RowKey.of(instance, ROW), null, MOST).forEach(row -> {
            CaCertificate ca = read(instance, row);
            all.put(ca.sn(), ca);
        });
        return all;
    }

    /// Reads those of an instance again: another service has changed them.
    synchronized void reload(String instance) {
        Map<String, CaCertificate> now = read(instance);
        if (!now.equals(byInstance.getOrDefault(instance, Map.of()))) {
            Map<String, Map<String, CaCertificate>> copy = new HashMap<>(byInstance);
            copy.put(instance, now);
            byInstance = copy;
            tell();
        }
    }

    /// Forgets those of instances that have gone; their rows go with the instance.
    synchronized void forget(Collection<String> gone) {
        Map<String, Map<String, CaCertificate>> left = new HashMap<>(byInstance);
        if (left.keySet().removeAll(gone)) {
            byInstance = left;
            tell();
        }
    }

    /// Is given all CAs of all instances, now and after each change, one change after the other.
    public synchronized void follow(Consumer<List<X509Certificate>> follower) {
        followers.add(follower);
        follower.accept(certificates());
    }

    /// Those of an instance, in the order of their serial numbers.
    public List<CaCertificate> list(String instance) {
        return List.copyOf(byInstance.getOrDefault(instance, Map.of()).values());
    }

    public Optional<CaCertificate> find(String instance, String sn) {
        return Optional.ofNullable(byInstance.getOrDefault(instance, Map.of()).get(SerialNumber.canonical(sn)));
    }

    /// @throws CertificateRefusal when it is there, or there are too many
    synchronized void add(CaCertificate ca) {
        Map<String, CaCertificate> present = byInstance.getOrDefault(ca.instance(), Map.of());
        if (present.containsKey(ca.sn())) {
            throw new CertificateRefusal(
                    Kind.EXISTS,
                    "a CA certificate with the serial number " + ca.sn() + " is registered in " + ca.instance()
                            + "; the registered ones are told apart by it");
        }
        if (present.size() >= MOST) {
            throw new CertificateRefusal(
                    Kind.FULL, "instance " + ca.instance() + " has " + MOST + " CA certificates, the most that it may");
        }
        put(ca);
    }

    /// @throws CertificateRefusal when there is none
    public synchronized void activate(String instance, String sn, boolean active) {
        CaCertificate ca = present(instance, sn);
        if (ca.active() != active) {
            put(ca.withActive(active));
        }
    }

    /// Makes a CA unknown, and then deletes it with what hangs on it: who registers a device meanwhile looks again.
    ///
    /// @param rows deletes the given row and the others
    /// @throws CertificateRefusal when there is none
    synchronized void delete(String instance, String sn, Consumer<Change> rows) {
        CaCertificate ca = present(instance, sn);
        replace(ca, null);
        try {
            rows.accept(new Change.Delete(key(ca)));
        } catch (RuntimeException e) {
            replace(ca, ca);
            throw e;
        }
        changes.tell(instance, "");
    }

    /// One that must be there.
    ///
    /// @throws CertificateRefusal when there is none
    public CaCertificate present(String instance, String sn) {
        return find(instance, sn)
                .orElseThrow(() -> new CertificateRefusal(
                        Kind.MISSING,
                        "no CA certificate with the serial number " + sn + " is registered in " + instance));
    }

    private void put(CaCertificate ca) {
        table.write(List.of(new Change.Put(key(ca), value(ca)))).join();
        replace(ca, ca);
        changes.tellOthers(ca.instance());
    }

    private void replace(CaCertificate old, @Nullable CaCertificate next) {
        Map<String, CaCertificate> all = new TreeMap<>(byInstance.getOrDefault(old.instance(), Map.of()));
        all.remove(old.sn());
        if (next != null) {
            all.put(next.sn(), next);
        }
        Map<String, Map<String, CaCertificate>> copy = new HashMap<>(byInstance);
        copy.put(old.instance(), all);
        byInstance = copy;
        tell();
    }

    private void tell() {
        List<X509Certificate> all = certificates();
        followers.forEach(each -> each.accept(all));
    }

    private List<X509Certificate> certificates() {
        return byInstance.values().stream()
                .flatMap(each -> each.values().stream())
                .map(CaCertificate::certificate)
                .distinct()
                .toList();
    }

    private static byte[] key(CaCertificate ca) {
        return RowKey.of(ca.instance(), ROW, ca.sn());
    }

    private static byte[] value(CaCertificate ca) {
        return RowValue.write(FORMAT, out -> {
            out.writeUTF(ca.name());
            RowValue.bytes(out, CertificateText.encoded(ca.certificate()));
            out.writeUTF(ca.verification());
            out.writeUTF(ca.code());
            out.writeBoolean(ca.active());
        });
    }

    private static CaCertificate read(String instance, Row row) {
        return RowValue.read(row.value(), FORMAT, in -> {
            String name = in.readUTF();
            X509Certificate certificate = CertificateText.read("a CA of " + instance, RowValue.bytes(in));
            return new CaCertificate(
                    instance,
                    SerialNumber.of(certificate),
                    name,
                    certificate,
                    in.readUTF(),
                    in.readUTF(),
                    in.readBoolean());
        });
    }
}
