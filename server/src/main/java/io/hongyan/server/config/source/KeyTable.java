package io.hongyan.server.config.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What each key means, in one or two sentences: for the reference page and the example file. A test holds it complete.
///
/// @param entries by key, with `NAME` for a name that the user chooses
/// @param reloaded keys and sections that may change while the server runs
record KeyTable(Map<String, String> entries, Set<String> reloaded) {
    static final KeyTable EMPTY = new KeyTable(Map.of(), Set.of());

    private static final String STAR = " *";
    private static final String RESOURCE = "keys.txt";

    /// Reads the packaged table: lines `key = meaning` or `key * = meaning`; `#` begins a comment.
    static KeyTable load() {
        try (InputStream in = KeyTable.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the table of configuration keys is not packaged: " + RESOURCE);
            }
            Map<String, String> entries = new LinkedHashMap<>();
            Set<String> reloaded = new HashSet<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> {
                        int equals = line.indexOf(" = ");
                        String key = line.substring(0, equals);
                        if (key.endsWith(STAR)) {
                            key = key.substring(0, key.length() - STAR.length());
                            reloaded.add(key);
                        }
                        entries.put(key, line.substring(equals + 3));
                    });
            return new KeyTable(entries, reloaded);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether a change of that key holds after a reload: it or a section that it stands in has a star.
    boolean isReloaded(String key) {
        for (String each = key; ; each = each.substring(0, each.lastIndexOf('.'))) {
            if (reloaded.contains(each)) {
                return true;
            }
            if (each.indexOf('.') < 0) {
                return false;
            }
        }
    }

    Optional<String> find(String key) {
        return Optional.ofNullable(entries.get(key));
    }
}
