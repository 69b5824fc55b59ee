package io.hongyan.server.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What stands in a data folder: whether it is one at all, and who can read it.
final class FolderContent {
    /// What file systems and desktops put into folders by themselves; names with a dot in front count as such, too.
    private static final Set<String> OF_THE_SYSTEM = Set.of("lost+found", "$RECYCLE.BIN", "System Volume Information");

    private static final Set<String> OF_TLS = Set.of("server.key", "server.crt");
    private static final Set<String> OF_A_NODE = Set.of("ca.crt", "node.crt", "node.key", "joined");
    /// Of a file that a process was writing when it was killed.
    private static final String UNFINISHED = ".new";
    private static final int MOST_NAMED = 3;

    private FolderContent() {}

    /// Refuses a folder that was never used by a service, and has something else in it: its name was mistyped.
    ///
    /// @throws DataFolderException with some of what is in it
    /// @throws IOException when it cannot be read
    static void check(Path folder) throws IOException {
        if (!Files.isDirectory(folder) || isOurs(folder)) {
            return;
        }
        List<String> others = others(folder);
        if (!others.isEmpty()) {
            List<String> some = others.subList(0, Math.min(MOST_NAMED, others.size()));
            throw new DataFolderException("the data folder " + folder + " was never used by Hongyan, and other things"
                    + " are in it: " + String.join(", ", some) + (some.size() < others.size() ? ", ..." : "")
                    + "; choose an empty or a new folder with --data");
        }
    }

    private static boolean isOurs(Path folder) {
        return Stream.of(
                        MetadataFile.NAME,
                        MetadataFile.PREVIOUS,
                        Credentials.NAME,
                        AdminKey.NAME,
                        SecretsKey.NAME,
                        Credentials.PREPARED,
                        DataFolder.STORE_MADE,
                        EngineMark.NAME,
                        DataFolder.STORE + "/CURRENT")
                .anyMatch(name -> Files.exists(folder.resolve(name)));
    }

    private static List<String> others(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.map(child -> child.getFileName().toString())
                    .filter(name -> !name.startsWith(".") && !OF_THE_SYSTEM.contains(name))
                    .filter(name -> !name.equals(DataFolder.LOCK) && !name.equals(RuntimeFile.STARTING))
                    .filter(name -> !name.endsWith(UNFINISHED))
                    .filter(name -> !name.equals("tls") || !isMadeOf(OF_TLS, folder.resolve(name)))
                    .filter(name -> !name.equals(DataFolder.CLUSTER) || !isMadeOf(OF_A_NODE, folder.resolve(name)))
                    .sorted()
                    .toList();
        }
    }

    /// That of TLS a first start makes before all else, and may have been killed then; that of a node is put there
    /// before its first start.
    private static boolean isMadeOf(Set<String> names, Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.map(child -> child.getFileName().toString())
                    .allMatch(name -> name.endsWith(UNFINISHED) || names.contains(name));
        } catch (IOException _) {
            return false;
        }
    }

    /// Whether nothing but the lock is in it.
    static boolean isUnused(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.allMatch(child -> child.endsWith(DataFolder.LOCK));
        } catch (IOException _) {
            return false;
        }
    }

    /// Takes from others what an earlier version, a copy or a mistake gave them: who can read the store has all
    /// messages, and who can read the lock can keep a start out.
    static void makePrivate(Path folder) {
        for (Path each : secrets(folder)) {
            var _ = PrivateFiles.restrict(each, isForTheOwnerAlone(each));
        }
    }

    /// A sentence for each thing that others can read although it is not for them.
    ///
    /// @param tried whether [#makePrivate] has tried to change it; else what it would change is left out
    static List<String> notes(Path folder, boolean tried) {
        List<String> notes = new ArrayList<>();
        if (PrivateFiles.isOpen(folder)) { // else nobody gets to what is in it
            for (Path each : secrets(folder)) {
                if (PrivateFiles.isOpen(each) && (tried || !PrivateFiles.isOwnedByThisUser(each))) {
                    notes.add("other users of this machine can read " + each + ", and the user that runs the service"
                            + " may not change that; its owner can: chmod "
                            + (Files.isDirectory(each) ? "700 " : "600 ")
                            + each);
                }
            }
        }
        return notes;
    }

    private static List<Path> secrets(Path folder) {
        List<Path> secrets = new ArrayList<>();
        for (String name : List.of(
                DataFolder.LOCK,
                Credentials.NAME,
                Credentials.PREPARED,
                AdminKey.NAME,
                SecretsKey.NAME,
                MetadataFile.NAME,
                MetadataFile.PREVIOUS,
                "audit.log",
                "audit.log.previous",
                "tls/server.key",
                DataFolder.CLUSTER + "/node.key")) {
            secrets.add(folder.resolve(name));
        }

        try (Stream<Path> children = Files.list(folder)) {
            children.filter(FolderContent::isStore).sorted().forEach(secrets::add);
        } catch (IOException _) {
            // The folder is not there yet, or the start refuses it.
        }
        return secrets.stream().filter(Files::exists).toList();
    }

    /// The store, or a damaged one that a repair kept.
    private static boolean isStore(Path child) {
        String name = child.getFileName().toString();
        return Files.isDirectory(child) && (name.equals(DataFolder.STORE) || name.startsWith(DataFolder.STORE + "."));
    }

    /// An operator may have given other files to a group, such as the key to one of operators.
    private static boolean isForTheOwnerAlone(Path each) {
        return each.endsWith(DataFolder.LOCK) || isStore(each);
    }
}
