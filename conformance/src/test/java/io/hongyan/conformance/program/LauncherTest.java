package io.hongyan.conformance.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.foreign.NeedsProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: `./hongyan` builds once, with output, and later only starts.
@NeedsProgram({"bash", "mvn"})
final class LauncherTest {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Path BUILT = HOME.resolve("cli/target/quick");

    /// Generous: the first build fetches libraries.
    private static final int PATIENCE_MINUTES = 15;

    @TempDir
    private static Path folder;

    private record Run(int exit, String output) {}

    @BeforeAll
    static void build() throws Exception {
        Run run = run(HOME, Map.of(), "--version");
        assertThat(run.exit).as(run.output).isZero();
    }

    /// @param more variables beside `PATH`; nothing else is set
    private static Run run(Path home, Map<String, String> more, String... words) throws Exception {
        Path output = Files.createTempFile(folder, "launcher", ".txt");
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of(home.resolve("hongyan").toString()), Arrays.stream(words))
                        .toList());
        String path = System.getenv("PATH");
        builder.environment().clear();
        builder.environment().put("PATH", path == null ? "/usr/bin:/bin" : path);
        builder.environment().putAll(more);
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
        try {
            assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Run(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    @Test
    void it_starts_without_a_home_as_service_managers_do_it() throws Exception {
        Run run = run(HOME, Map.of(), "--version");
        assertThat(run.exit).isZero();
        assertThat(run.output).startsWith("hongyan ").doesNotContain("building");
    }

    @Test
    void a_mistyped_command_is_told_and_leaves_no_file() throws Exception {
        Set<String> before = files(BUILT);
        Run run = run(HOME, Map.of(), "serv");
        assertThat(run.exit).isNotZero();
        assertThat(run.output).contains("serv");
        assertThat(files(BUILT)).isEqualTo(before);
    }

    @Test
    void what_is_no_checkout_never_starts_maven_whatever_its_dates_say() throws Exception {
        Path home = copy("installed");
        Run run = run(home, Map.of("PATH", pathWithoutMaven()), "--version");
        assertThat(run.output).startsWith("hongyan ");
        assertThat(run.exit).isZero();
    }

    @Test
    void a_checkout_with_newer_sources_and_no_maven_says_what_is_missing() throws Exception {
        Path home = copy("checkout");
        Files.createDirectory(home.resolve(".git"));
        Run run = run(home, Map.of("PATH", pathWithoutMaven()), "--version");
        assertThat(run.exit).isEqualTo(1);
        assertThat(run.output).contains("mvn (Maven 3.8.7 or newer) is not there");
    }

    /// The launcher in another folder, with what was built and a source that is newer.
    private static Path copy(String name) throws IOException {
        Path home = Files.createDirectories(folder.resolve(name));
        Files.copy(HOME.resolve("hongyan"), home.resolve("hongyan"));
        assertThat(home.resolve("hongyan").toFile().setExecutable(true)).isTrue();
        Files.createDirectory(home.resolve(".mvn"));
        Files.copy(HOME.resolve(".mvn/jdk.sh"), home.resolve(".mvn/jdk.sh"));
        Files.createDirectory(home.resolve("packaging"));
        Files.copy(HOME.resolve("packaging/launch.sh"), home.resolve("packaging/launch.sh"));
        Path newer = Files.writeString(home.resolve("pom.xml"), "<project/>");
        FileTime built = Files.getLastModifiedTime(BUILT.resolve("hongyan.stamp"));
        Files.setLastModifiedTime(newer, FileTime.from(built.toInstant().plusSeconds(60)));
        Files.createDirectories(home.resolve("cli/src/main"));
        Files.writeString(home.resolve("cli/pom.xml"), "<project/>");
        Files.createDirectories(home.resolve("cli/target"));
        Files.createSymbolicLink(home.resolve("cli/target/quick"), BUILT);
        return home;
    }

    /// The programs that the launcher itself needs.
    private static String pathWithoutMaven() throws IOException {
        Path programs = Files.createDirectories(folder.resolve("programs"));
        for (String name : List.of("bash", "readlink", "dirname", "sed", "find", "mkdir", "uname", "flock", "tee")) {
            Path link = programs.resolve(name);
            if (!Files.exists(link)) {
                Files.createSymbolicLink(link, Path.of("/usr/bin", name));
            }
        }
        return programs.toString();
    }

    private static Set<String> files(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> path.getFileName().toString()).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
