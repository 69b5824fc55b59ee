package io.hongyan.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the build of this module has made before its tests.
final class Built {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Pattern PROCESSOR = Pattern.compile("hongyan-.*-linux-(\\w+)\\.tar\\.gz");

    private Built() {}

    static Path tarball() {
        return only("hongyan-*-linux-x86_64.tar.gz");
    }

    static Path debianPackage() {
        return only("hongyan_*_amd64.deb");
    }

    /// The processors that there is a tarball for, as in its name.
    static List<String> processors() {
        try (Stream<Path> all = Files.list(TARGET)) {
            return all.map(file -> PROCESSOR.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(name -> name.group(1))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The one file of that name.
    static Path only(String glob) {
        var matcher = TARGET.getFileSystem().getPathMatcher("glob:" + glob);
        try (Stream<Path> all = Files.list(TARGET)) {
            List<Path> found =
                    all.filter(file -> matcher.matches(file.getFileName())).toList();
            if (found.size() != 1) {
                throw new IllegalStateException("one " + glob + " has to be in " + TARGET + ", made by ./package, and "
                        + found.size() + " are");
            }
            return found.getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
