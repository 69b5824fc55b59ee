package io.hongyan.store.rocksdb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hongyan.store.rocksdb.engine.Table;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;

/// What is done to a table file.
enum Damage {
    /// One bit of the first data block.
    BLOCK,
    /// One bit of the properties, of which RocksDB reads the rest only when they are right.
    PROPERTIES,
    /// One bit of the end of the file, where its index is found.
    FOOTER,
    MISSING;

    void to(Path file) throws IOException {
        if (this == MISSING) {
            Files.delete(file);
            return;
        }
        byte[] bytes = Files.readAllBytes(file);
        flip(
                file,
                switch (this) {
                    case BLOCK -> 10;
                    case PROPERTIES -> find(bytes, "leveldb.BytewiseComparator");
                    case FOOTER, MISSING -> bytes.length - 20;
                });
    }

    private static int find(byte[] bytes, String text) {
        int at = new String(bytes, ISO_8859_1).indexOf(text);
        if (at < 0) {
            throw new IllegalArgumentException("no " + text);
        }
        return at;
    }

    static void flip(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }

    /// The files of a table, oldest first.
    static List<Path> files(Path store, Table table) throws IOException, RocksDBException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(store);
                Options options = new Options()) {
            for (Path file : files.filter(file -> file.toString().endsWith(".sst"))
                    .sorted()
                    .toList()) {
                try (SstFileReader reader = new SstFileReader(options)) {
                    reader.open(file.toString());
                    if (Arrays.equals(reader.getTableProperties().getColumnFamilyName(), table.label())) {
                        found.add(file);
                    }
                }
            }
        }
        return found;
    }

    /// Moves all table files to another folder.
    static List<Path> away(Path store, Path to) throws IOException {
        Files.createDirectories(to);
        List<Path> moved = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(store, "*.sst")) {
            for (Path file : files) {
                moved.add(Files.move(file, to.resolve(file.getFileName())));
            }
        }
        return moved;
    }

    static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    /// The file that a store names as its list of files.
    static Path manifest(Path store) throws IOException {
        return store.resolve(
                Files.readString(store.resolve("CURRENT"), US_ASCII).strip());
    }
}
