package io.hongyan.server;

import io.hongyan.broker.message.Clock;
import io.hongyan.cloud.metadata.CloudInstance;
import io.hongyan.cloud.metadata.FirstStart;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.MetadataSnapshot;
import io.hongyan.cloud.metadata.MetadataStore;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.cloud.metadata.StoredMetadata;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.data.DataFolderException;
import io.hongyan.server.data.MetadataFile;
import io.hongyan.server.data.SecretsKey;
import io.hongyan.transport.FileReason;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.function.BooleanSupplier;

/// The start of a node of a cluster, as far as metadata are concerned. Those of the folder itself, of a service that
/// ran alone before, become those of the cluster if it has none yet, and are of no more use then.
///
/// @param shared the metadata of the cluster
record SharedStart(Path folder, Profile profile, SecretsKey secrets, MetadataStore shared) {
    /// What becomes of the file of a service that ran alone.
    static final String TAKEN = MetadataFile.NAME + ".before-cluster";

    private static final System.Logger LOG = System.getLogger(SharedStart.class.getName());

    /// @param used whether the store holds anything; asked when there are no metadata
    Metadata metadata(BooleanSupplier used, Clock clock, SecureRandom random) {
        StoredMetadata present = shared.read();
        Path file = folder.resolve(MetadataFile.NAME);
        MetadataSnapshot own = Files.exists(file) ? new MetadataFile(folder, secrets).load() : null;
        if (present == null && own != null) {
            present = shared.replace(null, own).now();
        } else if (present == null && used.getAsBoolean()) {
            throw new DataFolderException("etcd has no metadata of this cluster, but the store holds sessions or"
                    + " messages, which belong to the instances in them; restore etcd from a backup, or empty the store"
                    + " (with Cassandra: drop the key space) to begin anew without them");
        }
        if (present != null && own != null) {
            take(file, own, present.snapshot());
        }
        return Metadata.open(shared, clock, random);
    }

    /// The token key is random, and so tells whose metadata these are.
    private void take(Path file, MetadataSnapshot own, MetadataSnapshot present) {
        if (!own.tokenKey().equals(present.tokenKey())) {
            throw new DataFolderException(file + " holds metadata of a service that ran alone, and the cluster has"
                    + " others: start the node with an empty data folder, or move the file away, if what is in it is"
                    + " not needed");
        }
        Path taken = folder.resolve(TAKEN);
        try {
            Files.move(file, taken, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new DataFolderException(file + " cannot be renamed: " + FileReason.withFile(e), e);
        }
        LOG.log(
                Level.WARNING,
                "the metadata of this data folder are those of the cluster now, and stand in etcd; as they were before"
                        + " they are in {0}",
                taken);
    }

    /// Makes an instance if there is none. The credentials are in the folder before it can be seen, and stay only if
    /// this node was the first.
    ///
    /// @return whether it was
    boolean makeFirst(Metadata metadata, SecureRandom random) {
        try {
            boolean first = false;
            if (metadata.snapshot().instances().isEmpty()) {
                FirstStart drawn = FirstStart.draw(random);
                new Credentials(drawn.instance(), drawn.accessKey(), drawn.secret(), drawn.group(), drawn.topic())
                        .prepare(folder);
                first = drawn.create(metadata, profile);
            }
            Credentials.keep(folder, metadata.snapshot());
            return first;
        } catch (IOException e) {
            throw new DataFolderException(
                    "the data folder " + folder + " cannot be made ready: " + FileReason.withFile(e), e);
        }
    }

    /// Gives the instances the limits of this node's configuration, and says so when others hold: the files of the
    /// nodes should have the same.
    ///
    /// @param first whether this start made the instance
    void applyLimits(Metadata metadata, ServerConfig config, boolean first) {
        boolean others = metadata.snapshot().instances().stream()
                .filter(instance -> instance.profile() == Profile.CLOUD)
                .map(CloudInstance::limits)
                .anyMatch(limits -> !limits.equals(config.cloud()));
        if (others && !first) {
            LOG.log(
                    Level.WARNING,
                    "the limits of instances (cloud) in the configuration of this node are others than those that held"
                            + " in the cluster, and hold on all nodes now; give all nodes the same");
        }
        DataFolderSetup.applyLimits(metadata, config);
    }
}
