package io.hongyan.server.cluster;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.VShard;
import io.hongyan.cluster.agree.Agreement;
import io.hongyan.cluster.member.ClusterRecord;
import io.hongyan.cluster.tls.ClusterAuthority;
import io.hongyan.cluster.tls.NodeCertificate;
import io.hongyan.server.config.ClusterConfig;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.data.PrivateFiles;
import io.hongyan.server.data.SecretsKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The folder of who sets a cluster up: its authority (`ca.crt`, `ca.key`), and the key with which all its nodes
/// encrypt secrets (`secrets.key`). Nodes are made of it, and run without it.
///
/// @param path need not exist
public record ClusterFolder(Path path) {
    private static final String SECRETS = "secrets.key";
    private static final int ID_BYTES = 8;
    private static final int KEY_BYTES = 32;

    /// Sets the cluster up; what is there already stays as it is.
    ///
    /// @param renew whether a new authority is made for a cluster whose old one is not in this folder
    /// @return a line for each thing that is there now
    /// @throws ClusterException when etcd does not answer, or the folder is that of another cluster
    /// @throws IOException when the folder cannot be used
    public List<String> init(ServerConfig config, boolean renew) throws IOException {
        ClusterConfig cluster = config.cluster();
        List<String> lines = new ArrayList<>();
        try (Agreement agreement = EtcdAccess.ofCommand(cluster)) {
            ClusterRecord present = EtcdAccess.answer(cluster, ClusterRecord.read(agreement));
            Optional<String> id = id();
            if (present != null && id.isPresent() && !id.get().equals(present.id())) {
                throw new ClusterException(
                        "cluster.name",
                        path + " holds the authority of the cluster " + id.get()
                                + ", and cluster " + cluster.name() + " in etcd is " + present.id()
                                + "; name its own folder with --authority, or another cluster");
            }
            if (present != null && id.isEmpty() && !renew) {
                throw new ClusterException(
                        "cluster.name",
                        "the cluster " + cluster.name() + " was set up before, and its"
                                + " authority is not in " + path + "; name its folder with --authority. If it is lost,"
                                + " --new-authority makes another one, with which each node then needs new files");
            }
            SecureRandom random = new SecureRandom();
            String wished = id.orElseGet(() -> present == null ? draw(random) : present.id());
            if (id.isEmpty()) { // before the record: who is stopped in between goes on with this one
                ClusterAuthority.create(wished, random, new SystemClock()).write(path);
            }
            secrets(config, random, lines);
            ClusterRecord record = EtcdAccess.answer(
                    cluster,
                    ClusterRecord.init(agreement, new ClusterRecord(wished, ClusterRecord.FORMAT, VShard.COUNT)));
            if (!record.id().equals(wished)) {
                throw new ClusterException(
                        "cluster.name",
                        "somebody else has set up cluster " + cluster.name() + " at this moment, with the id "
                                + record.id() + "; remove " + path + ", and begin again");
            }
            lines.addFirst("authority  " + ClusterAuthority.certificateFile(path)
                    + (id.isPresent() ? " (as it was)" : ", with its key; keep the folder where nodes are made"));
            lines.addFirst("cluster    " + cluster.name() + ", id " + record.id() + ", in etcd at "
                    + String.join(", ", cluster.etcd().endpoints()) + (present != null ? " (as it was)" : ""));
        }
        return lines;
    }

    private static String draw(SecureRandom random) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    /// The key of a service that ran alone before goes on, as its secrets are encrypted with it.
    private void secrets(ServerConfig config, SecureRandom random, List<String> lines) throws IOException {
        Path file = path.resolve(SECRETS);
        Path own = SecretsKey.place(Path.of(config.data()), config.auth().secretKeyFile());
        if (Files.exists(file)) {
            lines.add("secrets    " + file + " (as it was)");
        } else if (Files.exists(own)) {
            PrivateFiles.write(file, Files.readAllBytes(own));
            lines.add("secrets    " + file + ", a copy of " + own);
        } else {
            byte[] key = new byte[KEY_BYTES];
            random.nextBytes(key);
            PrivateFiles.write(file, Base64.getEncoder().encodeToString(key) + "\n");
            lines.add("secrets    " + file + ", the key with which all nodes encrypt secrets");
        }
    }

    /// The id of the cluster that the authority in the folder is for; nothing when there is none.
    private Optional<String> id() throws IOException {
        Path file = ClusterAuthority.certificateFile(path);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(NodeFiles.commonName(NodeFiles.certificate(file)));
        } catch (GeneralSecurityException e) {
            throw new ClusterException("--authority", file + " is no certificate in PEM: " + e.getMessage());
        }
    }

    /// Makes what a node needs beside its configuration: a data folder to begin with. Issuing again renews its
    /// certificate.
    ///
    /// @param out that folder; what else is in it stays
    /// @throws ClusterException when there is no authority here, or the node cannot have that name
    /// @throws IOException when a file cannot be read or written
    public void issue(String node, Path out) throws IOException {
        if (!ClusterConfig.isName(node)) {
            throw new ClusterException(
                    "NODE",
                    "'" + node + "' is no name of a node: 1 to 64 letters, digits, dots,"
                            + " underscores and dashes, the first and the last one a letter or digit");
        }
        if (!Files.exists(ClusterAuthority.keyFile(path))) {
            throw new ClusterException(
                    "--authority",
                    ClusterAuthority.keyFile(path) + " is not there; name the folder"
                            + " that 'hongyan cluster init' made");
        }
        Clock clock = new SystemClock();
        NodeCertificate made =
                ClusterAuthority.open(path, new SecureRandom(), clock).issue(node);
        PrivateFiles.folder(out);
        made.write(NodeFiles.folder(out));
        Path key = path.resolve(SECRETS);
        if (Files.exists(key)) {
            byte[] content = Files.readAllBytes(key);
            Path target = out.resolve(SECRETS);
            if (Files.exists(target) && !Arrays.equals(content, Files.readAllBytes(target))) {
                throw new ClusterException(
                        "--out",
                        target + " is there with another key; a node with it could not read"
                                + " what the others have encrypted. Name another folder");
            }
            PrivateFiles.write(target, content);
        }
    }
}
