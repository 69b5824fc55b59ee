package io.hongyan.cassandra.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The Java with which Cassandra runs: it knows none above 17.
public final class Jdk17 {
    /// What to do where there is none.
    public static final String MISSING = "Cassandra needs a Java 17: install one, or name it in HONGYAN_JAVA17_HOME";

    private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"(\\d+)");

    private Jdk17() {}

    /// Looks where Java usually is.
    public static Optional<Path> find() {
        return Stream.concat(
                        Stream.of(path(System.getenv("HONGYAN_JAVA17_HOME")), path(System.getenv("JAVA_HOME")))
                                .flatMap(Optional::stream),
                        Stream.of(
                                        "/usr/lib/jvm",
                                        "/usr/java",
                                        "/opt/java",
                                        "/opt",
                                        System.getProperty("user.home") + "/.sdkman/candidates/java",
                                        System.getProperty("user.home") + "/.jdks")
                                .flatMap(folder -> list(Path.of(folder))))
                .filter(Jdk17::fits)
                .findFirst();
    }

    private static Optional<Path> path(@Nullable String text) {
        return text == null || text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    }

    private static Stream<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> found = Files.list(folder)) {
            return found.sorted().toList().stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static boolean fits(Path home) {
        Path release = home.resolve("release");
        if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isRegularFile(release)) {
            return false;
        }
        try {
            Matcher version = VERSION.matcher(Files.readString(release));
            return version.find() && version.group(1).equals("17");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
