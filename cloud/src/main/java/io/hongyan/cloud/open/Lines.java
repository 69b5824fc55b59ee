package io.hongyan.cloud.open;

import io.hongyan.cloud.metadata.MetadataException;
import java.util.List;

/// Walks over the lines of a text file, and names the line where something is wrong.
final class Lines {
    private Lines() {}

    /// What is done with a line.
    interface Reader {
        /// @throws MetadataException when the line is wrong
        void read(String line);
    }

    /// Empty lines, and those that begin with `#`, are comments.
    ///
    /// @param what kind of file it is, for the message
    /// @throws MetadataException naming the line
    static void read(String what, List<String> lines, Reader reader) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                reader.read(line);
            } catch (MetadataException e) {
                throw new MetadataException(e.kind(), what + " line " + (i + 1) + ": " + e.getMessage());
            }
        }
    }

    static MetadataException invalid(String message) {
        return new MetadataException(MetadataException.Kind.INVALID, message);
    }
}
