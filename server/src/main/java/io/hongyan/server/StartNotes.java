package io.hongyan.server;

import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.CloudInstance;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.server.config.OidcConfig;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.config.StoreConfig;
import io.hongyan.server.data.DataFolder;
import io.hongyan.server.data.SecretsKey;
import io.hongyan.server.program.ProgramName;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an operator should know about a configuration that can be used: a start logs it as warnings, and
/// `check-config` prints it.
final class StartNotes {
    /// Of a node whose store no other node reads.
    private static final String OWN_STORE = "this node of a cluster keeps sessions and messages in its own data folder,"
            + " where no other node gets at them. When its virtual shards move, because it dies, stops or another node"
            + " comes, their clients begin on the other node without session: subscriptions, waiting messages and"
            + " unfinished QoS 2 deliveries stay behind, and come back as they were only when the virtual shards do;"
            + " retained messages are lost."
            + " What was acknowledged may so be late or lost; a store that all nodes share keeps it";

    private StartNotes() {}

    /// @param made whether what a first start makes is there, or will be
    static List<String> of(ServerConfig config, DataFolderSetup setup, boolean made) {
        boolean unknown = setup.first() && !made;
        String instance = unknown ? "the instance that the first start makes" : "instance " + setup.instance();
        List<String> notes = new ArrayList<>();
        if (config.auth().allowAnonymous()) {
            notes.add("clients without user name are let into " + instance
                    + ": everybody who reaches a listener can read and write there");
        }
        if (config.profile() == Profile.CLOUD && !config.auth().passwordFile().isEmpty()) {
            notes.add("auth.passwordFile has no effect in profile cloud: clients log in with an AccessKey or a token");
        }
        String acl = config.auth().aclFile();
        if (!acl.isEmpty()
                && config.profile() == Profile.CLOUD
                && !config.auth().allowAnonymous()) {
            notes.add("auth.aclFile has no effect in profile cloud: a token carries the rights of a client");
        }
        if (!acl.isEmpty() && config.profile() == Profile.OPEN) {
            String rule = "auth.aclFile holds for users and for clients without user name; who logs in with ";
            if (unknown) {
                notes.add(rule + "the AccessKey that the first start makes may do everything; its log says how to"
                        + " delete it");
            } else {
                keys(setup)
                        .forEach(key -> notes.add(rule + "AccessKey " + key.id() + " may do everything in "
                                + (key.instances().isEmpty() ? "every instance" : "instance " + setup.instance())
                                + ". To delete the key: " + deletion(key, setup)));
            }
        }
        if (config.profile() == Profile.OPEN) {
            notes.addAll(AccessFiles.notes(config.auth()));
        }
        notes.addAll(DataFolder.notes(setup.folder(), made));
        config.listeners().forEach((name, listener) -> {
            String own = listener.instance();
            if (!own.isEmpty() && setup.metadata().snapshot().instance(own).isEmpty()) {
                notes.add("listeners." + name + ".instance: there is no instance " + own
                        + "; clients that come there without naming one are refused until it is created");
            }
        });
        notes.addAll(closed(config, setup.metadata().snapshot().instances()));
        secretsKey(config, setup.folder()).ifPresent(notes::add);
        notes.addAll(signOn(config.console().oidc()));
        if (config.cluster().enabled() && config.store().engine() == StoreConfig.Engine.ROCKSDB) {
            notes.add(OWN_STORE);
        }
        return notes;
    }

    private static List<String> signOn(OidcConfig oidc) {
        List<String> notes = new ArrayList<>();
        if (oidc.isOn() && oidc.roles().isEmpty()) {
            notes.add("console.oidc.roles is empty: nobody gets into the console by " + oidc.issuer()
                    + "; name values of " + oidc.roleClaim() + " and their roles");
        }
        if (oidc.isOn() && !OidcConfig.isSafe(URI.create(oidc.address()))) {
            notes.add("console.oidc.address is " + oidc.address() + ", without TLS: whoever is on the way can take over"
                    + " sessions of the console, and many providers send no browser there; use https://");
        }
        return notes;
    }

    /// A sentence for each instance that lets nobody in.
    private static List<String> closed(ServerConfig config, List<CloudInstance> instances) {
        List<String> notes = new ArrayList<>();
        boolean asked = !ListenerLogins.registered(config).isEmpty();
        for (CloudInstance each : instances) {
            if (each.suspended()) {
                notes.add("instance " + each.id() + " is suspended (DisasterDowngrade): its clients are not let in,"
                        + " until DisasterRecovery of the OpenAPI switches it on again");
            }
            if (each.twoWayTls() && !asked) {
                notes.add("instance " + each.id() + " has two-way TLS, and no listener asks for"
                        + " certificates: nobody can log in to it. Set listeners.NAME.tls.clientAuth to registered,"
                        + " or: hongyan admin instance tls " + each.id() + " one-way");
            }
        }
        return notes;
    }

    /// The key in the data folder is easily taken for the one that counts; and whoever copies the folder has it.
    private static Optional<String> secretsKey(ServerConfig config, Path folder) {
        return SecretsKey.unused(folder, config.auth().secretKeyFile())
                .map(file -> file + " is not used, as auth.secretKeyFile names "
                        + config.auth().secretKeyFile()
                        + "; if that holds the same key, remove " + file + ": a copy of the data folder should not"
                        + " have it");
    }

    private static List<AccessKey> keys(DataFolderSetup setup) {
        return setup.metadata().snapshot().accessKeys().stream()
                .filter(key -> key.isValidFor(setup.instance()))
                .toList();
    }

    /// The command, to be typed in any folder while the service runs.
    private static String deletion(AccessKey key, DataFolderSetup setup) {
        Path data = setup.folder().toAbsolutePath().normalize();
        return key.instances().isEmpty()
                ? ProgramName.command("admin", "key", "delete", key.id(), "--everywhere", "--data", data)
                : ProgramName.command(
                        "admin", "key", "delete", key.id(), "--instance", setup.instance(), "--data", data);
    }
}
