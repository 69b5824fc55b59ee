package io.hongyan.cloud.certificate;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.RecordTable;
import io.hongyan.cloud.metadata.CloudInstance;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.MetadataSnapshot;
import io.hongyan.cloud.secret.SecretBox;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// All about X.509 certificates of devices and of listeners.
public final class Certificates {
    private final CertificateChanges changes = new CertificateChanges();
    private final CaCertificates authorities;
    private final DeviceCertificates devices;
    private final CaRegistration registration;
    private final CertificateCheck check;
    private final ServerCertificates servers;

    /// Reads the CAs, and the certificates that listeners show.
    public Certificates(Metadata metadata, RecordTable table, SecretBox secrets, Clock clock, RandomGenerator random) {
        this.authorities = new CaCertificates(table, changes);
        this.devices = new DeviceCertificates(table, changes);
        this.registration = new CaRegistration(table, authorities, clock, random);
        this.check = new CertificateCheck(authorities, devices, clock);
        this.servers = new ServerCertificates(table, secrets);
        Set<String> instances = ids(metadata.snapshot());
        authorities.load(instances);
        servers.load(instances);
        metadata.listen(now -> {
            authorities.keepOnly(ids(now));
            servers.keepOnly(ids(now));
        });
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
