package io.hongyan.cloud.certificate;

import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.RecordTable.Change;
import io.hongyan.cloud.certificate.CertificateRefusal.Kind;
import io.hongyan.cloud.record.RecordChanges;
import io.hongyan.cloud.record.RecordKind;
import io.hongyan.cloud.record.RowKey;
import io.hongyan.cloud.record.RowValue;
import io.hongyan.cloud.secret.SecretBox;
import io.hongyan.transport.TransportException;
import io.hongyan.transport.endpoint.PemPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Certificates that instances uploaded for listeners to show, and which of them is shown for which host name. They are
/// few, so they are in memory, too; their keys are encrypted on disk. Changes wait for the disk.
public final class ServerCertificates {
    /// The most of an instance.
    public static final int MOST = 100;

    private static final char ROW = 'S';
    private static final char SNI = 'N';
    private static final int FORMAT = 1;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final RecordTable table;
    private final RecordChanges shared;
    private final SecretBox secrets;
    private final Map<String, Held> byInstance = new HashMap<>(); // guarded by this
    private final List<Consumer<Map<String, Shown>>> followers = new CopyOnWriteArrayList<>();

    /// What a listener shows for an instance.
    ///
    /// @param usual for names that are not here; null = its own
    public record Shown(@Nullable PemPair usual, Map<String, PemPair> byHost) {}

    /// An uploaded certificate.
    ///
    /// @param chain the server's own first
    /// @param hosts that it is shown for; [SniConfig#OF_LISTENER] among them when it is the usual one
    public record Uploaded(String name, List<X509Certificate> chain, List<String> hosts) {}

    private record Held(Map<String, PemPair> pairs, SniConfig sni) {
        static final Held NOTHING = new Held(Map.of(), SniConfig.NONE);

        Held with(PemPair pair) {
            Map<String, PemPair> all = new TreeMap<>(pairs);
            all.put(pair.name(), pair);
            return new Held(all, sni);
        }

        Held without(String name) {
            Map<String, PemPair> all = new TreeMap<>(pairs);
            all.remove(name);
            return new Held(all, sni);
        }
    }

    /// @param shared tells other services of changes
    ServerCertificates(RecordTable table, RecordChanges shared, SecretBox secrets) {
        this.table = table;
        this.shared = shared;
        this.secrets = secrets;
    }

    /// Reads those of the instances that there are. Before anything else.
    synchronized void load(Collection<String> instances) {
        instances.forEach(this::read);
    }

    private void read(String instance) {
        byte[] sni = table.get(RowKey.of(instance, SNI));
        Held held = new Held(Map.of(), sni == null ? SniConfig.NONE : readSni(sni));
        for (RecordTable.Row row : table.scan(RowKey.of(instance, ROW), null, MOST)) {
            held = held.with(readPair(row));
        }
        if (sni != null || !held.pairs().isEmpty()) {
            byInstance.put(instance, held);
        } else {
            byInstance.remove(instance);
        }
    }

    /// Reads those of an instance again: another service has changed them.
    synchronized void reload(String instance) {
        read(instance);
        tell();
    }

    /// Forgets those of instances that have gone; their rows go with the instance.
    synchronized void forget(Collection<String> gone) {
        if (byInstance.keySet().removeAll(gone)) {
            tell();
        }
    }

    /// Is given what each instance has, now and after each change, one change after the other.
    public synchronized void follow(Consumer<Map<String, Shown>> follower) {
        followers.add(follower);
        follower.accept(shown());
    }

    /// Those of an instance, by name.
    public synchronized List<Uploaded> list(String instance) {
        Held held = byInstance.getOrDefault(instance, Held.NOTHING);
        List<Uploaded> all = new ArrayList<>();
        held.pairs().forEach((name, pair) -> {
            List<String> hosts = new ArrayList<>();
            if (held.sni().usual().equals(name)) {
                hosts.add(SniConfig.OF_LISTENER);
            }
            held.sni().byHost().forEach((host, used) -> {
                if (used.equals(name)) {
                    hosts.add(host);
                }
            });
            all.add(new Uploaded(name, pair.chain(), hosts.stream().sorted().toList()));
        });
        return all;
    }

    /// Takes a certificate and its key, in place of those of that name; listeners that show them go on with the new
    /// ones.
    ///
    /// @param name 1 to 64 letters, digits, `.`, `_` and `-`
    /// @param certificates in PEM, the server's own first
    /// @param key in PEM, not encrypted
    /// @throws CertificateRefusal when they cannot be used
    public synchronized void upload(String instance, String name, String certificates, String key) {
        if (!NAME.matcher(name).matches() || name.equals(SniConfig.OF_LISTENER)) {
            throw new CertificateRefusal("a certificate has a name of 1 to 64 letters, digits, ., _ and -, not " + name
                    + (name.equals(SniConfig.OF_LISTENER) ? ": that is the listener's own" : ""));
        }
        PemPair pair = new PemPair(name, certificates, key);
        try {
            pair.check();
        } catch (TransportException e) {
            throw new CertificateRefusal(String.valueOf(e.getMessage()));
        }
        Held held = byInstance.getOrDefault(instance, Held.NOTHING);
        CertificateStrength.check("certificate " + name, pair.chain());
        HostNames.check(name, pair.chain().getFirst(), held.sni().hosts(name));
        if (held.pairs().size() >= MOST && !held.pairs().containsKey(name)) {
            throw new CertificateRefusal(
                    Kind.FULL,
                    "instance " + instance + " has " + MOST + " uploaded certificates, the most that it may");
        }
        byte[] row = RowKey.of(instance, ROW, name);
        write(new Change.Put(row, RowValue.write(FORMAT, out -> {
            RowValue.bytes(out, secrets.seal(pair.certificates(), row));
            RowValue.bytes(out, secrets.seal(pair.key(), row));
        })));
        byInstance.put(instance, held.with(pair));
        tell();
        shared.tell(RecordKind.LISTENER, instance);
    }

    /// @throws CertificateRefusal when there is none, or it is shown
    public synchronized void delete(String instance, String name) {
        Held held = byInstance.getOrDefault(instance, Held.NOTHING);
        present(instance, held, name);
        if (held.sni().uses(name)) {
            throw new CertificateRefusal("certificate " + name + " is shown to clients of " + instance
                    + ": assign"
                    + " another one first (SetSniConfig, hongyan admin certificate assign)");
        }
        write(new Change.Delete(RowKey.of(instance, ROW, name)));
        byInstance.put(instance, held.without(name));
        shared.tell(RecordKind.LISTENER, instance);
    }

    /// Decides what is shown for which host name.
    ///
    /// @throws CertificateRefusal when a certificate is not there, or not for its host name, or a host name is one of
    ///     another instance
    public synchronized void show(String instance, SniConfig sni) {
        Held held = byInstance.getOrDefault(instance, Held.NOTHING);
        if (!sni.usual().equals(SniConfig.OF_LISTENER)) {
            present(instance, held, sni.usual());
        }
        sni.byHost().forEach((host, name) -> {
            X509Certificate own = present(instance, held, name).chain().getFirst();
            HostNames.check(name, own, List.of(host));
            byInstance.forEach((other, theirs) -> {
                if (!other.equals(instance) && theirs.sni().byHost().containsKey(host)) {
                    throw new CertificateRefusal(
                            Kind.EXISTS, "host name " + host + " has a certificate of another" + " instance");
                }
            });
        });
        write(new Change.Put(RowKey.of(instance, SNI), RowValue.write(FORMAT, out -> {
            out.writeUTF(sni.usual());
            out.writeInt(sni.byHost().size());
            for (Map.Entry<String, String> each : sni.byHost().entrySet()) {
                out.writeUTF(each.getKey());
                out.writeUTF(each.getValue());
            }
        })));
        byInstance.put(instance, new Held(held.pairs(), sni));
        tell();
        shared.tell(RecordKind.LISTENER, instance);
    }

    private static PemPair present(String instance, Held held, String name) {
        PemPair pair = held.pairs().get(name);
        if (pair == null) {
            throw new CertificateRefusal(
                    Kind.MISSING,
                    "no certificate " + name + " was uploaded to " + instance
                            + ": hongyan admin certificate upload does it");
        }
        return pair;
    }

    private void write(Change change) {
        table.write(List.of(change)).join();
    }

    private void tell() {
        Map<String, Shown> all = shown();
        followers.forEach(each -> each.accept(all));
    }

    private Map<String, Shown> shown() {
        Map<String, Shown> all = new HashMap<>();
        byInstance.forEach((instance, held) -> {
            Map<String, PemPair> byHost = new HashMap<>();
            held.sni()
                    .byHost()
                    .forEach((host, name) -> byHost.put(host, held.pairs().get(name)));
            all.put(instance, new Shown(held.pairs().get(held.sni().usual()), byHost));
        });
        return all;
    }

    private PemPair readPair(RecordTable.Row row) {
        return RowValue.read(row.value(), FORMAT, in -> {
            String certificates = secrets.open(RowValue.bytes(in), row.key());
            return new PemPair(RowKey.names(row.key())[0], certificates, secrets.open(RowValue.bytes(in), row.key()));
        });
    }

    private static SniConfig readSni(byte[] value) {
        return RowValue.read(value, FORMAT, in -> {
            String usual = in.readUTF();
            Map<String, String> byHost = new HashMap<>();
            int hosts = in.readInt();
            for (int i = 0; i < hosts; i++) {
                String host = in.readUTF();
                byHost.put(host, in.readUTF());
            }
            return new SniConfig(usual, byHost);
        });
    }
}
