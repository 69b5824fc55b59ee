package io.hongyan.server.cluster;

import io.hongyan.cluster.tls.NodeCertificate;
import io.hongyan.server.config.LinkConfig;
import io.hongyan.server.data.DataFolder;
import io.hongyan.server.file.TextFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The certificate by which a node is known to the others, as PEM files.
///
/// @param authority of the cluster
/// @param certificate of the node
/// @param key of the certificate
record NodeFiles(Path authority, Path certificate, Path key) {
    private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=([^,+]*)");
    private static final Duration SOON = Duration.ofDays(30);

    /// What the configuration names, or what lies in the data folder.
    static NodeFiles of(LinkConfig link, Path data) {
        if (!link.ca().isEmpty()) {
            return new NodeFiles(Path.of(link.ca()), Path.of(link.certificate()), Path.of(link.key()));
        }
        Path folder = folder(data);
        return new NodeFiles(
                NodeCertificate.authority(folder), NodeCertificate.certificate(folder), NodeCertificate.key(folder));
    }

    List<Path> all() {
        return List.of(authority, certificate, key);
    }

    /// Where in a data folder they lie.
    static Path folder(Path data) {
        return data.resolve(DataFolder.CLUSTER);
    }

    /// Why the other nodes will not take them for those of that node.
    ///
    /// @param now the time of day
    List<ClusterFault> faults(String node, Instant now) {
        List<ClusterFault> faults = new ArrayList<>();
        if (!Files.isReadable(key)) {
            faults.add(missing("cluster.link.key", key, node));
        }
        X509Certificate own = read("cluster.link.certificate", certificate, node, faults);
        X509Certificate issuer = read("cluster.link.ca", authority, node, faults);
        if (own == null || issuer == null) {
            return faults;
        }
        String name = commonName(own);
        if (!node.equals(name)) {
            faults.add(new ClusterFault(
                    "cluster.link.certificate",
                    certificate + " is for node " + name
                            + ", and this is node " + node + " (cluster.node); give it its own: hongyan cluster issue "
                            + node));
        }
        if (now.isAfter(own.getNotAfter().toInstant())) {
            faults.add(new ClusterFault(
                    "cluster.link.certificate",
                    certificate + " ended on " + own.getNotAfter().toInstant() + "; renew it: hongyan cluster issue "
                            + node));
        }
        if (!isOf(own)) {
            faults.add(new ClusterFault(
                    "cluster.link.certificate",
                    certificate + " was not issued by " + authority
                            + ": they are of two clusters; hongyan cluster issue " + node
                            + " makes both files with the authority of this one"));
        }
        return faults;
    }

    /// What should be done soon.
    List<String> notes(String node, Instant now) {
        X509Certificate own = read("", certificate, node, new ArrayList<>());
        if (own == null || now.plus(SOON).isBefore(own.getNotAfter().toInstant())) {
            return List.of();
        }
        return List.of("the certificate of this node, " + certificate + ", ends on "
                + own.getNotAfter().toInstant() + "; then the other nodes do not take it any more. Renew it: hongyan"
                + " cluster issue " + node + ", and start the node anew");
    }

    /// Whether one of the authorities has signed it.
    private boolean isOf(X509Certificate own) {
        try (InputStream in = Files.newInputStream(authority)) {
            Collection<? extends Certificate> all =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            return all.stream().anyMatch(each -> isSigned(own, each.getPublicKey()));
        } catch (IOException | GeneralSecurityException _) {
            return false;
        }
    }

    private static boolean isSigned(X509Certificate own, PublicKey by) {
        try {
            own.verify(by);
            return true;
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    /// The name that a certificate is for; empty when it has none.
    static String commonName(X509Certificate certificate) {
        Matcher name = COMMON_NAME.matcher(certificate.getSubjectX500Principal().getName());
        return name.find() ? name.group(1) : "";
    }

    /// The first certificate of a file.
    ///
    /// @throws IOException when it cannot be read
    /// @throws GeneralSecurityException when it holds none
    static X509Certificate certificate(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static @Nullable X509Certificate read(String key, Path file, String node, List<ClusterFault> faults) {
        try {
            return certificate(file);
        } catch (IOException _) {
            faults.add(missing(key, file, node));
        } catch (GeneralSecurityException e) {
            faults.add(new ClusterFault(key, file + " is no certificate in PEM: " + e.getMessage()));
        }
        return null;
    }

    private static ClusterFault missing(String key, Path file, String node) {
        return new ClusterFault(
                key,
                file + (Files.exists(file) ? " cannot be read by the user that runs the service" : " is not there")
                        + "; make the files of this node with 'hongyan cluster issue " + node
                        + "', and copy them into its data folder");
    }

    /// Why a file cannot be used, for people.
    static String reason(Exception fault) {
        return fault instanceof IOException unread ? TextFile.reason(unread) : String.valueOf(fault.getMessage());
    }
}
