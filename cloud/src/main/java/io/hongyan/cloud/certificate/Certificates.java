package io.hongyan.cloud.certificate;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.RecordTable;
import io.hongyan.cloud.metadata.CloudInstance;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.MetadataSnapshot;
import io.hongyan.cloud.record.RecordChanges;
import io.hongyan.cloud.record.RecordKind;
import io.hongyan.cloud.secret.SecretBox;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// All about X.509 certificates of devices and of listeners.
public final class Certificates {
    private final CertificateChanges changes;
    private final CaCertificates authorities;
    private final DeviceCertificates devices;
    private final CaRegistration registration;
    private final CertificateCheck check;
    private final ServerCertificates servers;
    private Set<String> known; // instances, used while the metadata change

    /// Those of a service that shares its store with nobody.
    public Certificates(Metadata metadata, RecordTable table, SecretBox secrets, Clock clock, RandomGenerator random) {
        this(metadata, table, RecordChanges.NONE, secrets, clock, random);
    }

    /// Reads the CAs, and the certificates that listeners show.
    ///
    /// @param shared tells other services of changes, and hears of theirs
    public Certificates(
            Metadata metadata,
            RecordTable table,
            RecordChanges shared,
            SecretBox secrets,
            Clock clock,
            RandomGenerator random) {
        this.changes = new CertificateChanges(shared);
        this.authorities = new CaCertificates(table, changes);
        this.devices = new DeviceCertificates(table, changes);
        this.registration = new CaRegistration(table, authorities, clock, random);
        this.check = new CertificateCheck(authorities, devices, clock);
        this.servers = new ServerCertificates(table, shared, secrets);
        shared.listen(RecordKind.CERTIFICATE, new FromOthers(metadata, this::certificateChanged));
        shared.listen(RecordKind.LISTENER, new FromOthers(metadata, names -> servers.reload(names.get(0))));
        Set<String> instances = ids(metadata.snapshot());
        authorities.load(instances);
        servers.load(instances);
        known = instances;
        metadata.listen(this::follow);
    }

    /// Called for one snapshot after the other.
    private void follow(MetadataSnapshot now) {
        Set<String> gone = new HashSet<>(known);
        known = ids(now);
        gone.removeAll(known);
        if (!gone.isEmpty()) {
            authorities.forget(gone);
            servers.forget(gone);
        }
    }

    /// Another service has changed a certificate of a device, or a CA, whose devices are then looked at.
    private void certificateChanged(List<String> names) {
        String instance = names.get(0);
        String deviceSn = names.get(1);
        if (deviceSn.isEmpty()) {
            authorities.reload(instance);
        }
        changes.count(instance, deviceSn);
    }

    /// What was missed may be anything of any instance.
    private record FromOthers(Metadata metadata, Consumer<List<String>> change) implements RecordChanges.Listener {
        @Override
        public void changed(List<String> names) {
            change.accept(names);
        }

        @Override
        public void everything() {
            ids(metadata.snapshot()).forEach(instance -> change.accept(List.of(instance, "")));
        }
    }

    private static Set<String> ids(MetadataSnapshot metadata) {
        return metadata.instances().stream().map(CloudInstance::id).collect(Collectors.toSet());
    }

    public CertificateChanges changes() {
        return changes;
    }

    public CaCertificates authorities() {
        return authorities;
    }

    public CaRegistration registration() {
        return registration;
    }

    public DeviceCertificates devices() {
        return devices;
    }

    public CertificateCheck check() {
        return check;
    }

    /// What listeners show.
    public ServerCertificates servers() {
        return servers;
    }

    /// Deletes a CA with the certificates of its devices; their connections end.
    ///
    /// @throws CertificateRefusal when there is no such CA
    public void deleteCa(String instance, String sn) {
        CaCertificate ca = authorities.present(instance, sn);
        authorities.delete(instance, ca.sn(), row -> devices.deleteAll(instance, ca.sn(), row));
    }
}
