package io.hongyan.server;

import io.hongyan.broker.message.Clock;
import io.hongyan.cloud.metadata.CloudInstance;
import io.hongyan.cloud.metadata.FirstStart;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.MetadataException;
import io.hongyan.cloud.metadata.MetadataStore;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.data.AdminKey;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.data.DataFolderException;
import io.hongyan.server.data.HeldMetadata;
import io.hongyan.server.data.MetadataFile;
import io.hongyan.server.data.SecretsKey;
import io.hongyan.server.tls.SelfSigned;
import io.hongyan.transport.FileReason;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// What a data folder holds, or what the first start puts into it. Nothing is written before [#write].
///
/// @param credentials those of the first start, while their file is there
/// @param first whether this start made an instance: the first one, or one after the last was deleted
/// @param instance the one that clients without a login of the cloud service join
/// @param held what is not written yet; null in a cluster, whose nodes see each change at once
record DataFolderSetup(
        Metadata metadata,
        Optional<Credentials> credentials,
        boolean first,
        String instance,
        Path folder,
        @Nullable HeldMetadata held) {

    private static final System.Logger LOG = System.getLogger(DataFolderSetup.class.getName());

    /// Reads a folder, which need not exist.
    ///
    /// @param secrets encrypts the secrets in the metadata
    /// @throws DataFolderException when it cannot be used, or was made for another profile
    static DataFolderSetup read(
            Path folder, ServerConfig config, SecretsKey secrets, Clock clock, SecureRandom random) {
        HeldMetadata held = new HeldMetadata(new MetadataFile(folder, secrets));
        Metadata metadata = open(held, folder, clock, random);
        boolean first = metadata.snapshot().instances().isEmpty();
        Optional<Credentials> credentials;
        if (first) {
            FirstStart made = FirstStart.create(metadata, config.profile(), random);
            credentials = Optional.of(
                    new Credentials(made.instance(), made.accessKey(), made.secret(), made.group(), made.topic()));
        } else {
            credentials = Credentials.read(folder);
        }
        CloudInstance instance = instance(metadata, credentials);
        if (instance.profile() != config.profile()) {
            throw otherProfile(folder, instance, config.profile());
        }
        applyLimits(metadata, config);
        return new DataFolderSetup(metadata, credentials, first, instance.id(), folder, held);
    }

    /// Takes the metadata of a cluster for those of a folder; makes the first ones if there are none.
    ///
    /// @param shared the metadata of the cluster
    /// @param used whether the store holds anything, which would belong to metadata that are gone; asked when there are
    ///         none
    /// @throws DataFolderException when they cannot be used, or the folder has others of its own
    static DataFolderSetup shared(
            Path folder,
            ServerConfig config,
            SecretsKey secrets,
            MetadataStore shared,
            BooleanSupplier used,
            Clock clock,
            SecureRandom random) {
        SharedStart start = new SharedStart(folder, config.profile(), secrets, shared);
        try {
            Metadata metadata = start.metadata(used, clock, random);
            boolean first = start.makeFirst(metadata, random);
            CloudInstance instance = instance(metadata, Optional.empty()); // the same one on all nodes
            if (instance.profile() != config.profile()) {
                throw otherProfile(folder, instance, config.profile());
            }
            start.applyLimits(metadata, config, first);
            return new DataFolderSetup(metadata, Credentials.read(folder), first, instance.id(), folder, null);
        } catch (MetadataException e) {
            throw new DataFolderException("the metadata of the cluster cannot be used: " + e.getMessage(), e);
        }
    }

    private static Metadata open(HeldMetadata held, Path folder, Clock clock, SecureRandom random) {
        try {
            return Metadata.open(held, clock, random);
        } catch (MetadataException e) {
            throw new DataFolderException(
                    "the metadata in " + folder + " cannot be used: " + e.getMessage()
                            + "; correct metadata.json, or put metadata.json.previous in its place",
                    e);
        }
    }

    /// The instance of the first start, or another one if that was deleted.
    private static CloudInstance instance(Metadata metadata, Optional<Credentials> credentials) {
        var snapshot = metadata.snapshot();
        return credentials
                .flatMap(each -> snapshot.instance(each.instance()))
                .or(() -> snapshot.instances().stream().findFirst())
                .orElseThrow(() -> new IllegalStateException("a start makes an instance when there is none"));
    }

    private static DataFolderException otherProfile(Path folder, CloudInstance instance, Profile wanted) {
        String made = lower(instance.profile());
        String asked = lower(wanted);
        return new DataFolderException("the data folder " + folder + " was made for profile " + made
                + " (instance " + instance.id() + "), and cannot be used with profile " + asked
                + ". Either go on with profile " + made + ": --profile " + made + "; or give profile " + asked
                + " a folder of its own: --data OTHER_FOLDER");
    }

    private static String lower(Profile profile) {
        return profile.name().toLowerCase(Locale.ROOT);
    }

    /// The ids of all instances there are now.
    List<String> instances() {
        return metadata.snapshot().instances().stream().map(CloudInstance::id).toList();
    }

    /// Gives all instances with profile cloud the limits of a configuration.
    static void applyLimits(Metadata metadata, ServerConfig config) {
        metadata.limits(Profile.CLOUD, config.cloud());
    }

    /// Refuses a store that is in use already, while nobody knows whose it is: all in it would be deleted as that of
    /// instances that are gone.
    ///
    /// @param place of the store, for people
    /// @param anew how to begin without what it holds, as in `remove /var/lib/hongyan/store`
    /// @param used whether the store holds anything; asked only where that matters
    void checkStore(String place, String anew, BooleanSupplier used) {
        if (held != null && held.missing() && used.getAsBoolean()) {
            throw new DataFolderException("metadata.json is not in " + folder + ", but " + place
                    + " holds sessions or messages, which belong to the instances in it; put it back from a backup, or "
                    + anew + " to begin anew without them");
        }
    }

    /// Makes the certificate of the listeners and the key of the administration, unless they are there.
    ///
    /// @return the key of the administration
    String makeKeys(ServerConfig config, Clock clock, SecureRandom random) {
        try {
            SelfSigned.makeIfMissing(folder, random, Instant.ofEpochMilli(clock.wallMillis()));
            return config.admin().key().isSet() ? config.admin().key().value() : AdminKey.readOrMake(folder, random);
        } catch (IOException e) {
            throw notReady(e);
        }
    }

    /// Writes the credentials of a first start and the metadata; each later change of these is written at once.
    void write() {
        if (held == null) {
            return;
        }
        try {
            if (first && credentials.isPresent()) {
                credentials.get().prepare(folder);
            }
            held.release(); // before the credentials are kept: without metadata they would be those of lost metadata
            Credentials.keep(folder, metadata.snapshot());
        } catch (IOException e) {
            throw notReady(e);
        }
    }

    /// Takes back what [#write] wrote: what a first start made stays when it succeeds, and only then.
    void takeBack() {
        if (held == null) {
            return;
        }
        try {
            Credentials.remove(folder);
            held.takeBack();
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "what the failed start wrote into {0} cannot be removed: {1}",
                    folder,
                    FileReason.withFile(e));
        }
    }

    private DataFolderException notReady(IOException e) {
        return new DataFolderException(
                "the data folder " + folder + " cannot be made ready: " + FileReason.withFile(e), e);
    }
}
