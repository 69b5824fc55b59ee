package io.hongyan.server.cluster;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.VShard;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.cluster.agree.Agreement;
import io.hongyan.cluster.member.ClusterRecord;
import io.hongyan.server.config.ClusterConfig;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.data.SecretsKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What keeps a node from being one of its cluster, found without changing anything.
public final class ClusterCheck {
    private ClusterCheck() {}

    /// What is wrong on this machine.
    ///
    /// @param data folder of the node; it need not exist
    public static List<ClusterFault> faults(ServerConfig config, Path data, Clock clock) {
        ClusterConfig cluster = config.cluster();
        List<ClusterFault> faults = new ArrayList<>(EtcdAccess.faults(cluster.etcd()));
        try {
            String node = NodeName.of(cluster);
            if (!cluster.link().plain()) {
                faults.addAll(
                        NodeFiles.of(cluster.link(), data).faults(node, Instant.ofEpochMilli(clock.wallMillis())));
            }
        } catch (ClusterException e) {
            faults.add(e.fault());
        }
        if (!config.persistence().enabled()) {
            faults.add(new ClusterFault(
                    "persistence.enabled",
                    "is false: sessions and messages would be gone whenever a"
                            + " virtual shard moves to another node; remove it, or run the service alone"));
        }
        Path key = SecretsKey.place(data, config.auth().secretKeyFile());
        if (!Files.exists(key)) {
            faults.add(new ClusterFault(
                    "auth.secretKeyFile",
                    key + " is not there: in a cluster all nodes encrypt"
                            + " secrets with the same key. Copy the secrets.key that 'hongyan cluster init' made to"
                            + " that place ('hongyan cluster issue' puts it beside the certificate of a node)"));
        }
        return faults;
    }

    /// What is wrong with the cluster, as etcd tells it.
    public static List<ClusterFault> asked(ServerConfig config, Path data) {
        ClusterConfig cluster = config.cluster();
        try (Agreement agreement = EtcdAccess.ofCommand(cluster)) {
            ClusterRecord record = EtcdAccess.answer(cluster, ClusterRecord.read(agreement));
            return refusal(cluster, record, data).stream().toList();
        } catch (ClusterException e) {
            return List.of(e.fault());
        }
    }

    /// Why a node with that folder must not join.
    ///
    /// @param record what makes the cluster; null when there is none
    static Optional<ClusterFault> refusal(ClusterConfig cluster, @Nullable ClusterRecord record, Path data) {
        if (record == null) {
            return Optional.of(new ClusterFault(
                    "cluster.name",
                    "there is no cluster " + cluster.name() + " in etcd at "
                            + String.join(", ", cluster.etcd().endpoints())
                            + "; set it up with 'hongyan cluster init', or name another one"));
        }
        Optional<JoinedFile> joined = JoinedFile.read(data);
        String why = record.refusal(joined.map(JoinedFile::cluster).orElse(null), VShard.COUNT);
        if (why != null) {
            return Optional.of(new ClusterFault("cluster.name", why));
        }
        String node = NodeName.of(cluster);
        return joined.map(JoinedFile::node)
                .filter(known -> !known.equals(node))
                .map(known -> new ClusterFault(
                        "cluster.node",
                        "the data folder " + data + " is that of node " + known
                                + ", and this is node " + node + ": set cluster.node to " + known
                                + ", or give this node an empty data folder"));
    }

    /// What an operator should know.
    public static List<String> notes(ServerConfig config, Path data, Clock clock) {
        ClusterConfig cluster = config.cluster();
        List<String> notes = new ArrayList<>();
        if (cluster.link().plain()) {
            notes.add("cluster.link.plain is true: every user of this machine can take part in the cluster as a node");
        } else {
            notes.addAll(NodeFiles.of(cluster.link(), data)
                    .notes(NodeName.of(cluster), Instant.ofEpochMilli(clock.wallMillis())));
        }
        if (cluster.etcd().ca().isEmpty() && !cluster.etcd().user().isEmpty()) {
            notes.add("cluster.etcd has a user and no ca: the password goes to etcd without TLS");
        }
        if (config.profile() == Profile.OPEN
                && !(config.auth().passwordFile() + config.auth().aclFile()).isEmpty()) {
            notes.add("auth.passwordFile and auth.aclFile are files of this node alone: give all nodes the same");
        }
        return notes;
    }
}
