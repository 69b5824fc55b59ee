package io.hongyan.server.config.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What each key means, in one or two sentences: for the reference page and the example file. A test holds it complete.
///
/// @param entries by key, with `NAME` for a name that the user chooses
record KeyTable(Map<String, String> entries) {
    static final KeyTable EMPTY = new KeyTable(Map.of());

    private static final String RESOURCE = "keys.txt";

    /// Reads the packaged table: lines `key = meaning`; `#` begins a comment.
    static KeyTable load() {
        try (InputStream in = KeyTable.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the table of configuration keys is not packaged: " + RESOURCE);
            }
            Map<String, String> entries = new LinkedHashMap<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> {
                        int equals = line.indexOf(" = ");
                        entries.put(line.substring(0, equals), line.substring(equals + 3));
                    });
            return new KeyTable(entries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<String> find(String key) {
        return Optional.ofNullable(entries.get(key));
    }
}
