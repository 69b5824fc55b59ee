package io.hongyan.server;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.store.StoreException;
import io.hongyan.server.cassandra.CassandraAccess;
import io.hongyan.server.cluster.ClusterCheck;
import io.hongyan.server.cluster.ClusterFault;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.config.StoreConfig;
import io.hongyan.server.config.source.FaultOrder;
import io.hongyan.server.config.source.ReadConfig;
import io.hongyan.server.data.AdminKey;
import io.hongyan.server.data.DataFolder;
import io.hongyan.server.data.DataFolderException;
import io.hongyan.server.data.EngineMark;
import io.hongyan.server.data.RuntimeFile;
import io.hongyan.server.data.SecretsKey;
import io.hongyan.server.tls.SelfSigned;
import io.hongyan.store.rocksdb.check.StoreCheck;
import io.hongyan.transport.FileReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a start with a configuration would find. The check changes nothing, and a service may run with the same data
/// folder meanwhile: its ports and its store are then taken for granted.
///
/// @param faults why it would fail; empty when it would not
/// @param notes what it would log as a warning
public record StartCheck(List<String> faults, List<String> notes) {
    public StartCheck {
        faults = List.copyOf(faults);
        notes = List.copyOf(notes);
    }

    /// @param read may have faults: then only what these cannot have caused is looked at
    static StartCheck of(ReadConfig read) {
        ServerConfig config = read.config();
        List<ConfigFault> faults = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        if (read.faults().isEmpty()) {
            check(config, faults, notes);
        } else {
            faults.addAll(ListenerCertificates.read(config).faults());
            faults.addAll(AccessFiles.faults(config.auth()));
            faults.addAll(SignOnFiles.of(config).faults());
        }
        List<String> told = new ArrayList<>(read.faults());
        faults.forEach(fault -> told.add(fault.at(read.origins())));
        return new StartCheck(FaultOrder.sorted(told), notes);
    }

    private static void check(ServerConfig config, List<ConfigFault> faults, List<String> notes) {
        Path folder = Path.of(config.data());
        Optional<RuntimeFile.Running> running = RuntimeFile.read(folder);
        ListenAddresses addresses = ListenAddresses.of(config);
        faults.addAll(addresses.faults());
        if (faults.isEmpty()) {
            faults.addAll(addresses.taken(
                    running.map(now -> Set.copyOf(now.ports().values())).orElse(Set.of())));
        }
        ListenerCertificates.Reading certificates = ListenerCertificates.read(config);
        faults.addAll(certificates.faults());
        notes.addAll(certificates.notes());
        faults.addAll(SignOnFiles.of(config).faults());
        if (config.cluster().enabled()) {
            cluster(config, folder, faults, notes);
        }
        dataFolder(config, folder, running.isPresent(), faults, notes);
        running.ifPresent(now -> notes.add("the data folder " + folder + " is in use by process " + now.pid()
                + ", which must stop before another one can start"));
    }

    private static void cluster(ServerConfig config, Path folder, List<ConfigFault> faults, List<String> notes) {
        SystemClock clock = new SystemClock();
        List<ClusterFault> found = ClusterCheck.faults(config, folder, clock);
        (found.isEmpty() ? ClusterCheck.asked(config, folder) : found)
                .forEach(fault -> faults.add(ConfigFault.ofValue(fault.key(), fault.text())));
        notes.addAll(found.isEmpty() ? ClusterCheck.notes(config, folder, clock) : List.of());
    }

    private static void dataFolder(
            ServerConfig config, Path folder, boolean running, List<ConfigFault> faults, List<String> notes) {
        try {
            DataFolder.check(folder);
            DataFolderSetup setup = setup(config, folder, faults);
            notes.addAll(StartNotes.of(config, setup, false));
            if (!config.admin().key().isSet() && Files.exists(AdminKey.file(folder))) {
                AdminKey.readOrMake(folder, new SecureRandom());
            }
            boolean local = config.persistence().enabled() && config.store().engine() == StoreConfig.Engine.ROCKSDB;
            if (config.persistence().enabled()) {
                EngineMark.check(folder, local ? "" : config.store().cassandra().keySpace());
            }
            if (config.persistence().enabled() && !local && !running) {
                CassandraAccess.check(config);
            }
            if (local && !setup.first()) {
                DataFolder.checkStore(folder);
            }
            SelfSigned.checkKey(folder);
            Path store = DataFolder.store(folder);
            if (local && Files.exists(store) && !running) {
                StoreCheck.open(store);
            }
        } catch (DataFolderException | StoreException e) {
            faults.add(ConfigFault.of(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            faults.add(ConfigFault.of(FileReason.withFile(e)));
        }
    }

    /// With the faults of the files of users and rights, whether the folder can be used or not.
    private static DataFolderSetup setup(ServerConfig config, Path folder, List<ConfigFault> faults) {
        DataFolderSetup setup;
        try {
            SecureRandom random = new SecureRandom();
            SecretsKey secrets = SecretsKey.read(folder, config.auth().secretKeyFile(), random);
            setup = DataFolderSetup.read(folder, config, secrets, new SystemClock(), random);
        } catch (DataFolderException e) {
            faults.addAll(AccessFiles.faults(config.auth()));
            throw e;
        }
        faults.addAll(AccessFiles.faults(config.auth(), setup.metadata(), setup.instance()));
        return setup;
    }
}
