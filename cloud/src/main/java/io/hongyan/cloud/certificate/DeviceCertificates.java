package io.hongyan.cloud.certificate;

import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.RecordTable.Change;
import io.hongyan.broker.store.RecordTable.Row;
import io.hongyan.cloud.certificate.CertificateRefusal.Kind;
import io.hongyan.cloud.record.RowKey;
import io.hongyan.cloud.record.RowValue;
import io.hongyan.cloud.record.StripedCounts;
import io.hongyan.transport.SerialNumber;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The certificates of devices that are registered, one row to each: a million are no burden. Reads and waits for the
/// disk: any thread that may block.
public final class DeviceCertificates {
    private static final char ROW = 'X';
    private static final char COUNT = 'x';
    private static final int FORMAT = 1;

    private final RecordTable table;
    private final StripedCounts counts;
    private final CertificateChanges changes;

    DeviceCertificates(RecordTable table, CertificateChanges changes) {
        this.table = table;
        this.counts = new StripedCounts(table, COUNT);
        this.changes = changes;
    }

    public Optional<DeviceCertificate> find(String instance, String caSn, String sn) {
        String ca = SerialNumber.canonical(caSn);
        String device = SerialNumber.canonical(sn);
        return Optional.ofNullable(read(instance, ca, device, table.get(key(instance, ca, device))));
    }

    /// One that must be there.
    ///
    /// @throws CertificateRefusal when there is none
    public DeviceCertificate present(String instance, String caSn, String sn) {
        return find(instance, caSn, sn)
                .orElseThrow(() -> new CertificateRefusal(
                        Kind.MISSING,
                        "no certificate of a device with the serial number " + sn + ", issued by the CA with " + caSn
                                + ", is registered in " + instance));
    }

    /// Registers a certificate, active, unless one with its serial number is there.
    ///
    /// @param wanted whether its CA is still there: asked when nobody can delete that one's devices
    /// @return what is registered now; null when it is not wanted any more
    @Nullable
    DeviceCertificate register(String instance, String caSn, X509Certificate certificate, BooleanSupplier wanted) {
        String sn = SerialNumber.of(certificate);
        byte[] key = key(instance, caSn, sn);
        return counts.<@Nullable DeviceCertificate>locked(sn, () -> {
            if (!wanted.getAsBoolean()) {
                return null;
            }
            DeviceCertificate present = read(instance, caSn, sn, table.get(key));
            if (present != null) {
                return present;
            }
            DeviceCertificate made = new DeviceCertificate(instance, caSn, sn, certificate, true);
            table.write(List.of(new Change.Put(key, value(made)), counts.add(instance, caSn, sn, 1)))
                    .join();
            return made;
        });
    }

    /// Lets a device in, or keeps it out; a connection ends.
    ///
    /// @throws CertificateRefusal when there is no such certificate
    public void activate(String instance, String caSn, String sn, boolean active) {
        change(
                instance,
                caSn,
                sn,
                (key, present) -> present.active() == active
                        ? List.of()
                        : List.of(new Change.Put(key, value(present.withActive(active)))));
    }

    /// Forgets a certificate; a connection ends. When the device shows it again it is registered again, unless its CA
    /// is inactive.
    ///
    /// @throws CertificateRefusal when there is no such certificate
    public void delete(String instance, String caSn, String sn) {
        change(
                instance,
                caSn,
                sn,
                (key, present) ->
                        List.of(new Change.Delete(key), counts.add(instance, present.caSn(), present.sn(), -1)));
    }

    private interface Step {
        List<Change> of(byte[] key, DeviceCertificate present);
    }

    private void change(String instance, String caSn, String sn, Step step) {
        String ca = SerialNumber.canonical(caSn);
        String device = SerialNumber.canonical(sn);
        byte[] key = key(instance, ca, device);
        counts.locked(device, () -> {
            List<Change> all = step.of(key, present(instance, caSn, sn));
            if (!all.isEmpty()) {
                table.write(all).join();
                changes.tell(instance, device);
            }
            return all;
        });
    }

    /// Deletes all of a CA, which nobody finds any more, together with its own row.
    void deleteAll(String instance, String caSn, Change ca) {
        counts.exclusively(() -> table.write(List.of(
                        new Change.DeletePrefix(RowKey.within(instance, ROW, caSn)),
                        new Change.DeletePrefix(RowKey.within(instance, COUNT, caSn)),
                        ca))
                .join());
    }

    /// How many a CA has.
    public long count(String instance, String caSn) {
        return counts.sum(instance, SerialNumber.canonical(caSn));
    }

    /// One page, by CA and serial number.
    ///
    /// @param caSn of one CA; null for all
    /// @param page from 1; far pages take long
    /// @param size 1 to 100
    public List<DeviceCertificate> page(String instance, @Nullable String caSn, int page, int size) {
        byte[] prefix =
                caSn == null ? RowKey.of(instance, ROW) : RowKey.within(instance, ROW, SerialNumber.canonical(caSn));
        byte @Nullable [] after = null;
        List<Row> rows = List.of();
        for (int i = 0; i < page; i++) {
            rows = table.scan(prefix, after, size);
            if (rows.isEmpty()) {
                return List.of();
            }
            after = rows.getLast().key();
        }
        List<DeviceCertificate> found = new ArrayList<>();
        for (Row row : rows) {
            String[] names = RowKey.names(row.key());
            DeviceCertificate each = read(instance, names[0], names[1], row.value());
            if (each != null) {
                found.add(each);
            }
        }
        return found;
    }

    private static byte[] key(String instance, String caSn, String sn) {
        return RowKey.of(instance, ROW, caSn, sn);
    }

    private static byte[] value(DeviceCertificate device) {
        return RowValue.write(FORMAT, out -> {
            out.writeBoolean(device.active());
            RowValue.bytes(out, CertificateText.encoded(device.certificate()));
        });
    }

    private static @Nullable DeviceCertificate read(String instance, String caSn, String sn, byte @Nullable [] value) {
        return value == null
                ? null
                : RowValue.read(value, FORMAT, in -> {
                    boolean active = in.readBoolean();
                    X509Certificate certificate = CertificateText.read("a device of " + instance, RowValue.bytes(in));
                    return new DeviceCertificate(instance, caSn, sn, certificate, active);
                });
    }
}
