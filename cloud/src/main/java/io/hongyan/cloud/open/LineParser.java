package io.hongyan.cloud.open;

import io.hongyan.cloud.metadata.MetadataException;
import java.util.List;

/// Reads a text file line by line. Errors contain the line number.
final class LineParser {
    private LineParser() {}

    /// Reads one line.
    interface Reader {
        /// @throws MetadataException when the line is wrong
        void read(String line);
    }

    /// Skips empty lines and those that begin with `#`.
    ///
    /// @param what the kind of file, for messages
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
