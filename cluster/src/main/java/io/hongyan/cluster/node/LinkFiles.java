package io.hongyan.cluster.node;

import io.hongyan.cluster.tls.NodeCertificate;
import io.hongyan.transport.endpoint.TlsMaterial;
import java.nio.file.Path;
import java.util.Map;

/// What the links of a node use for TLS: PEM files.
///
/// @param authority the certificates that vouch for the nodes of the cluster
/// @param certificate of this node, with its name
/// @param key of the certificate
public record LinkFiles(Path authority, Path certificate, Path key) {
    /// Those of a folder that [ClusterAuthority][io.hongyan.cluster.tls.ClusterAuthority] wrote.
    public static LinkFiles of(Path folder) {
        return new LinkFiles(
                NodeCertificate.authority(folder), NodeCertificate.certificate(folder), NodeCertificate.key(folder));
    }

    TlsMaterial.Files own() {
        return new TlsMaterial.Files(certificate, key);
    }

    /// For the port. Reading it [again][TlsMaterial] takes other certificates over.
    TlsMaterial material() {
        return TlsMaterial.pem(own(), authority, Map.of());
    }
}
