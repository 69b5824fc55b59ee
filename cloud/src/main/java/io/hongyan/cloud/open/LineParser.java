package io.hongyan.cloud.open;

import io.hongyan.cloud.metadata.MetadataException;
import java.util.ArrayList;
import java.util.List;

/// Reads a text file line by line, to its end, and collects what is wrong.
final class LineParser {
    private LineParser() {}

    /// Reads one line.
    interface Reader {
        /// @throws MetadataException when the line is wrong
        void read(String line);
    }

    /// Skips empty lines and those that begin with `#`.
    ///
    /// @throws LinesException naming each wrong line
    static void read(List<String> lines, Reader reader) {
        List<LineFault> faults = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                reader.read(line);
            } catch (MetadataException e) {
                faults.add(new LineFault(i + 1, HashMask.of(String.valueOf(e.getMessage()))));
            }
        }
        if (!faults.isEmpty()) {
            throw new LinesException(faults);
        }
    }

    static MetadataException invalid(String message) {
        return new MetadataException(MetadataException.Kind.INVALID, message);
    }
}
