package io.hongyan.server;

import io.hongyan.broker.message.Clock;
import io.hongyan.cloud.metadata.CloudInstance;
import io.hongyan.cloud.metadata.FirstStart;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.data.AdminKey;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.data.DataFolder;
import io.hongyan.server.data.DataFolderException;
import io.hongyan.server.data.MetadataFile;
import io.hongyan.server.tls.SelfSigned;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;

/// Prepares a data folder: fills it at the first start, reads it at later ones.
///
/// @param credentials those of the first start, while their file is there
/// @param first whether this start made an instance: the first one, or one after the last was deleted
/// @param instance the one that clients without a login of the cloud service join
record DataFolderSetup(
        Metadata metadata, Optional<Credentials> credentials, boolean first, String instance, String adminKey) {
    private static final System.Logger LOG = System.getLogger(DataFolderSetup.class.getName());

    static DataFolderSetup of(DataFolder folder, ServerConfig config, Clock clock, SecureRandom random) {
        try {
            Metadata metadata = Metadata.open(new MetadataFile(folder.path()), clock, random);
            boolean first = metadata.snapshot().instances().isEmpty();
            if (first) {
                FirstStart made = FirstStart.create(metadata, config.profile(), random);
                new Credentials(made.instance(), made.accessKey(), made.secret(), made.group(), made.topic())
                        .write(folder.path());
            }
            SelfSigned.makeIfMissing(folder.path(), random, Instant.ofEpochMilli(clock.wallMillis()));
            String key = config.admin().key().isSet()
                    ? config.admin().key().value()
                    : AdminKey.readOrMake(folder.path(), random);
            Optional<Credentials> credentials = Credentials.read(folder.path());
            CloudInstance instance = instance(metadata, credentials, config.profile());
            applyLimits(metadata, config);
            return new DataFolderSetup(metadata, credentials, first, instance.id(), key);
        } catch (IOException e) {
            throw new DataFolderException("the data folder " + folder.path() + " cannot be made ready: " + e, e);
        }
    }

    /// The instance of the first start, or another one if that was deleted.
    private static CloudInstance instance(Metadata metadata, Optional<Credentials> credentials, Profile wanted) {
        var snapshot = metadata.snapshot();
        CloudInstance instance = credentials
                .flatMap(each -> snapshot.instance(each.instance()))
                .or(() -> snapshot.instances().stream().findFirst())
                .orElseThrow(() -> new IllegalStateException("a start makes an instance when there is none"));
        if (instance.profile() != wanted) {
            LOG.log(
                    Level.WARNING,
                    "instance {0} was made with profile {1} and keeps it; for profile {2} choose another data folder",
                    instance.id(),
                    instance.profile(),
                    wanted);
        }
        return instance;
    }

    private static void applyLimits(Metadata metadata, ServerConfig config) {
        for (CloudInstance instance : metadata.snapshot().instances()) {
            if (instance.profile() == Profile.CLOUD) {
                metadata.limits(instance.id(), config.cloud());
            }
        }
    }
}
