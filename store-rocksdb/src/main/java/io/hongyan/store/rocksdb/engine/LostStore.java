package io.hongyan.store.rocksdb.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What to do about a store that is not where it was. The running service and the start that follows name the same
/// steps.
public final class LostStore {
    private LostStore() {}

    private static boolean hasFiles(Path store) {
        try (Stream<Path> files = Files.list(store)) {
            return files.map(Path::toString).anyMatch(name -> name.endsWith(".sst") || name.endsWith(".log"));
        } catch (IOException _) {
            return false;
        }
    }

    /// The file that says that there was a store.
    public static Path mark(Path store) {
        return store.resolveSibling(store.getFileName() + ".made");
    }

    /// For a store whose folder is not there, is empty, or has lost the file without which nothing is found in it.
    public static String waysOn(Path store) {
        if (hasFiles(store)) {
            return "type '" + StoreCommands.of("repair", store) + "', which reads the files that are left in it";
        }
        return "mount its file system, or put it back from a backup; or remove " + mark(store)
                + " to begin anew without what was in it";
    }
}
