package io.hongyan.server.data;

import io.hongyan.server.file.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Says in a data folder that its sessions and messages are in a key space of Cassandra: started with another store, a
/// service would be without them and say nothing.
public final class EngineMark {
    static final String NAME = "store.cassandra";

    private EngineMark() {}

    /// Refuses a folder whose sessions are elsewhere.
    ///
    /// @param keySpace of Cassandra; empty for a store in the folder
    /// @throws DataFolderException with the ways on
    public static void check(Path data, String keySpace) {
        String marked = read(data);
        if (keySpace.isEmpty() && !marked.isEmpty()) {
            throw new DataFolderException("the data folder " + data
                    + " was used with store.engine cassandra, key space "
                    + marked + ", where its sessions and messages are: set store.engine to cassandra again, or begin"
                    + " anew with another data folder");
        }
        if (!keySpace.isEmpty() && !marked.isEmpty() && !marked.equals(keySpace)) {
            throw new DataFolderException("the data folder " + data + " belongs to key space " + marked
                    + " of Cassandra, not " + keySpace + ": set store.cassandra.keySpace to " + marked
                    + ", or begin anew with another data folder");
        }
        if (!keySpace.isEmpty() && Files.exists(DataFolder.store(data).resolve("CURRENT"))) {
            throw new DataFolderException("the data folder " + data + " was used with store.engine rocksdb, and "
                    + DataFolder.store(data) + " holds its sessions and messages: set store.engine to rocksdb again, or"
                    + " begin anew with another data folder");
        }
    }

    /// Remembers where they are.
    public static void write(Path data, String keySpace) throws IOException {
        if (read(data).isEmpty()) {
            PrivateFiles.write(data.resolve(NAME), keySpace + "\n");
        }
    }

    private static String read(Path data) {
        Path file = data.resolve(NAME);
        try {
            return TextFile.read(file).strip();
        } catch (NoSuchFileException _) {
            return "";
        } catch (IOException e) {
            throw new DataFolderException(file + " cannot be read: " + TextFile.reason(e), e);
        }
    }
}
