package io.hongyan.cluster.tls;

import java.io.IOException;
import java.nio.file.Path;

/// What a node needs to open and to take links: its certificate, its key, and the authority of its cluster, in PEM.
///
/// @param node the name that the certificate is for
/// @param authority the certificate of the authority, or several of them while one follows another
public record NodeCertificate(String node, String certificate, String key, String authority) {
    /// Where the certificate lies in a node's folder.
    public static Path certificate(Path folder) {
        return folder.resolve("node.crt");
    }

    /// Where the key lies in a node's folder.
    public static Path key(Path folder) {
        return folder.resolve("node.key");
    }

    /// Where the certificate of the authority lies in a node's folder.
    public static Path authority(Path folder) {
        return folder.resolve("ca.crt");
    }

    /// Writes all three into a folder, which is made if it is missing; only the owner can read them. A node that runs
    /// reads them again.
    public void write(Path folder) throws IOException {
        OwnerFiles.folder(folder);
        OwnerFiles.write(authority(folder), authority);
        OwnerFiles.write(key(folder), key);
        OwnerFiles.write(certificate(folder), certificate);
    }

    /// Without the key.
    @Override
    public String toString() {
        return "certificate of node " + node;
    }
}
