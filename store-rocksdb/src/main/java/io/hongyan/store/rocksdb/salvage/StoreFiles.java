package io.hongyan.store.rocksdb.salvage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The files of a store by their names, which are a number and an ending.
final class StoreFiles {
    private static final String TABLE = ".sst";
    private static final String LOG = ".log";

    private StoreFiles() {}

    static List<Path> tables(Path store) throws IOException {
        return list(store, TABLE);
    }

    static List<Path> logs(Path store) throws IOException {
        return list(store, LOG);
    }

    private static List<Path> list(Path store, String ending) throws IOException {
        try (Stream<Path> files = Files.list(store)) {
            return files.filter(file -> file.getFileName().toString().matches("[0-9]{1,18}\\" + ending))
                    .sorted()
                    .toList();
        }
    }

    static long number(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(0, name.indexOf('.')));
    }
}
