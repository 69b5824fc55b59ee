package io.hongyan.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.server.file.LinesFromEnd;
import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonException;
import io.hongyan.server.json.JsonFields;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads the records of the audit log back, the newest first. A call reads a part of the files that has a bound, so
/// that a rare record costs several calls and none of them much. Any thread that may block.
final class AuditReader {
    /// About 40,000 records.
    private static final long MOST_BYTES = 8L << 20;

    private final List<Path> files;

    /// @param folder the data folder
    AuditReader(Path folder) {
        Path file = folder.resolve(AuditLog.NAME);
        this.files = List.of(file, AuditLog.previous(file));
    }

    /// Some records.
    ///
    /// @param next where to go on; null when there is nothing before
    record Page(List<JsonFields> records, @Nullable String next) {}

    /// A place in one of the files.
    ///
    /// @param first the first line of the file, which stays the same when the file gets another name
    private record Place(int first, long end) {
        static Place of(String text) {
            int dot = text.indexOf('-');
            try {
                return new Place(
                        Integer.parseUnsignedInt(text.substring(0, dot), 16),
                        Long.parseUnsignedLong(text.substring(dot + 1), 16));
            } catch (IndexOutOfBoundsException | NumberFormatException _) {
                throw AdminRefusal.badRequest("before is what the answer before told as such, not " + text);
            }
        }

        @Override
        public String toString() {
            return Integer.toHexString(first) + "-" + Long.toHexString(end);
        }
    }

    /// @param before where to go on; null for the newest
    /// @param most how many records
    Page read(@Nullable String before, int most, Predicate<JsonFields> wanted) throws IOException {
        Place from = before == null ? null : Place.of(before);
        List<JsonFields> found = new ArrayList<>();
        long left = MOST_BYTES;
        int seen = 0;
        for (Path file : files) {
            Integer first = first(file);
            if (first == null || first == seen) { // the same file, which got its other name meanwhile
                continue;
            }
            seen = first;
            if (from != null && from.first() != first) {
                continue;
            }
            try (LinesFromEnd lines = new LinesFromEnd(file, from == null ? Long.MAX_VALUE : from.end())) {
                from = null;
                long end = lines.position();
                for (String line = lines.previous(); line != null; line = lines.previous()) {
                    add(line, wanted, found);
                    if (found.size() == most || end - lines.position() >= left) {
                        return new Page(found, new Place(first, lines.position()).toString());
                    }
                }
                left -= end;
            } catch (NoSuchFileException _) {
                seen = 0; // it has got its other name, under which it comes next
            }
        }
        return new Page(found, null);
    }

    private static void add(String line, Predicate<JsonFields> wanted, List<JsonFields> found) {
        try {
            JsonFields record = Json.object(line);
            if (wanted.test(record)) {
                found.add(record);
            }
        } catch (JsonException | DateTimeException _) {
            // half a line, which a crash left, or what somebody else wrote
        }
    }

    /// The hash of the first line, never 0; null when there is none.
    private static @Nullable Integer first(Path file) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file, UTF_8)) {
            String line = lines.readLine();
            return line == null ? null : line.hashCode() | 1;
        } catch (NoSuchFileException _) {
            return null;
        }
    }
}
