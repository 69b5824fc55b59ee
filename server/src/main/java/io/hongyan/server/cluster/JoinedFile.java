package io.hongyan.server.cluster;

import io.hongyan.server.data.DataFolderException;
import io.hongyan.server.data.PrivateFiles;
import io.hongyan.server.file.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Which cluster, and which of its nodes, the data of a folder belong to: in `cluster/joined` of it, since the first
/// time that the node was in.
///
/// @param cluster id
/// @param node name
record JoinedFile(String cluster, String node) {
    static final String NAME = "joined";

    /// @throws DataFolderException when it cannot be read
    static Optional<JoinedFile> read(Path data) {
        Path file = file(data);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            List<String> words = List.of(TextFile.read(file).strip().split("\\s+", -1));
            if (words.size() == 4
                    && words.get(0).equals("cluster")
                    && words.get(2).equals("node")) {
                return Optional.of(new JoinedFile(words.get(1), words.get(3)));
            }
        } catch (IOException e) {
            throw new DataFolderException(file + " cannot be read: " + TextFile.reason(e), e);
        }
        throw new DataFolderException(file + " says 'cluster ID' and 'node NAME' in two lines, and nothing else");
    }

    /// Remembers it.
    ///
    /// @throws DataFolderException when it cannot be written
    void write(Path data) {
        Path file = file(data);
        if (read(data).equals(Optional.of(this))) {
            return;
        }
        try {
            PrivateFiles.folder(NodeFiles.folder(data));
            PrivateFiles.write(file, "cluster " + cluster + "\nnode " + node + "\n");
        } catch (IOException e) {
            throw new DataFolderException(file + " cannot be written: " + TextFile.reason(e), e);
        }
    }

    static Path file(Path data) {
        return NodeFiles.folder(data).resolve(NAME);
    }
}
