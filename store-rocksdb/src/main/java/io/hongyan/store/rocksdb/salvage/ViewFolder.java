package io.hongyan.store.rocksdb.salvage;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/// A temporary folder of links to files of a damaged store, with a manifest that names some of them. What RocksDB
/// writes while it reads goes here, and the damaged store stays as it is.
final class ViewFolder implements AutoCloseable {
    private final Path path;

    private ViewFolder(Path path) {
        this.path = path;
    }

    /// A view of all files, with the manifest that the store has.
    static ViewFolder ofAll(Path store) throws IOException {
        try (Stream<Path> files = Files.list(store)) {
            return make(files.filter(file -> !isInfoLog(file)).toList());
        }
    }

    /// @param files oldest first
    /// @param logs all logs of the store, in any order
    static ViewFolder of(List<TableFile> files, Collection<Path> logs) throws IOException {
        ViewFolder view = make(Stream.concat(files.stream().map(TableFile::path), logs.stream())
                .toList());
        long highest = Stream.concat(files.stream().map(TableFile::path), logs.stream())
                .mapToLong(StoreFiles::number)
                .max()
                .orElse(0);
        long firstLog = logs.stream().mapToLong(StoreFiles::number).min().orElse(0);
        String manifest = "MANIFEST-%06d".formatted(highest + 1);
        Files.write(view.path.resolve(manifest), ManifestWriter.encode(files, firstLog, highest + 2));
        Files.write(view.path.resolve("CURRENT"), (manifest + "\n").getBytes(US_ASCII));
        return view;
    }

    private static ViewFolder make(List<Path> files) throws IOException {
        ViewFolder view = new ViewFolder(Files.createTempDirectory("hongyan-store"));
        for (Path file : files) {
            Files.createSymbolicLink(view.path.resolve(file.getFileName()), file.toAbsolutePath());
        }
        return view;
    }

    /// The log of what RocksDB does, and the file by which it locks a folder.
    private static boolean isInfoLog(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith("LOG") || name.equals("LOCK") || Files.isDirectory(file);
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
