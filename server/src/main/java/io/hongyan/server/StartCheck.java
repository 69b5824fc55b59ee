package io.hongyan.server;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.store.StoreException;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.data.AdminKey;
import io.hongyan.server.data.DataFolder;
import io.hongyan.server.data.DataFolderException;
import io.hongyan.server.data.RuntimeFile;
import io.hongyan.store.rocksdb.check.StoreCheck;
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

    static StartCheck of(ServerConfig config) {
        Path folder = Path.of(config.data());
        List<String> faults = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        Optional<RuntimeFile.Running> running = RuntimeFile.read(folder);
        ListenAddresses addresses = ListenAddresses.of(config);
        faults.addAll(addresses.faults());
        if (faults.isEmpty()) {
            faults.addAll(addresses.taken(
                    running.map(now -> Set.copyOf(now.ports().values())).orElse(Set.of())));
        }
        faults.addAll(ListenerCertificates.faults(config));
        dataFolder(config, folder, running.isPresent(), faults, notes);
        running.ifPresent(now -> notes.add("the data folder " + folder + " is in use by process " + now.pid()
                + ", which must stop before another one can start"));
        return new StartCheck(faults, notes);
    }

    private static void dataFolder(
            ServerConfig config, Path folder, boolean running, List<String> faults, List<String> notes) {
        try {
            DataFolder.check(folder);
            DataFolderSetup setup = DataFolderSetup.read(folder, config, new SystemClock(), new SecureRandom());
            faults.addAll(AccessFiles.faults(config.auth(), setup.metadata(), setup.instance()));
            notes.addAll(StartNotes.of(config, setup));
            if (!config.admin().key().isSet() && Files.exists(AdminKey.file(folder))) {
                AdminKey.readOrMake(folder, new SecureRandom());
            }
            Path store = DataFolder.store(folder);
            if (config.persistence().enabled() && Files.exists(store) && !running) {
                StoreCheck.open(store);
            }
        } catch (DataFolderException | StoreException e) {
            faults.add(String.valueOf(e.getMessage()));
        }
    }
}
