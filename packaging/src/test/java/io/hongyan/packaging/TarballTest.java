package io.hongyan.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.foreign.NeedsProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Goal: who unpacks the tarball anywhere has the whole program, without JDK, Maven, checkout or home.
@NeedsProgram({"bash", "tar"})
final class TarballTest {
    private static final Commands COMMANDS = new Commands(Commands.EMPTY);

    @TempDir
    private static Path folder;

    private static Path home = Path.of("");

    @BeforeAll
    static void unpack() throws Exception {
        COMMANDS.run("tar", "-xzf", Built.tarball().toString(), "-C", folder.toString())
                .checked();
        try (Stream<Path> unpacked = Files.list(folder)) {
            home = unpacked.findFirst().orElseThrow();
        }
    }

    private static Path program() {
        return home.resolve("bin/hongyan");
    }

    @Test
    void data_outlive_a_stop_and_nothing_changes_where_it_is_installed() throws Exception {
        Map<String, String> before = files(home);
        Path data = folder.resolve("data");
        try (RunningServer server = RunningServer.start(COMMANDS, program(), data)) {
            server.client("sub", "reader", "-c", "-E", "-q", "1", "-t", "TopicDefault/#")
                    .checked();
            server.client("pub", "writer", "-q", "1", "-t", "TopicDefault/a", "-m", "queued")
                    .checked();
            server.client("pub", "writer", "-q", "1", "-r", "-t", "TopicDefault/b", "-m", "retained")
                    .checked();
            assertThat(server.stop()).as(server.output()).isZero();
            assertThat(server.output()).contains(program() + " credentials --data " + data);
        }
        try (RunningServer server = RunningServer.start(COMMANDS, program(), data)) {
            String queued = server.client("sub", "reader", "-c", "-q", "1", "-C", "2", "-t", "TopicDefault/#")
                    .checked();
            assertThat(queued.lines()).contains("queued", "retained");
            String retained = server.client("sub", "other", "-C", "1", "-t", "TopicDefault/b")
                    .checked();
            assertThat(retained.lines()).contains("retained");
            assertThat(server.stop()).as(server.output()).isZero();
        }
        assertThat(files(home)).isEqualTo(before);
    }

    @Test
    void a_link_to_the_program_starts_it_too() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), program());
        assertThat(COMMANDS.run(link.toString(), "--version").checked()).startsWith("hongyan ");
    }

    @Test
    void what_the_rehearsal_left_serves_in_any_folder() throws Exception {
        // "on" makes the JVM end if it cannot use the cache.
        Commands strict = COMMANDS.with("JDK_JAVA_OPTIONS", "-XX:AOTMode=on");
        assertThat(strict.run(program().toString(), "--version").checked()).contains("hongyan ");
        RunningServer.start(strict, program(), folder.resolve("strict")).close();
    }

    @Test
    void a_java_home_without_java_is_named() throws Exception {
        Commands.Run run =
                COMMANDS.with("HONGYAN_JAVA_HOME", "/no/such/jdk").run(program().toString(), "--version");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.output()).contains("/no/such/jdk/bin/java is not there");
    }

    @Test
    void an_old_java_is_called_so() throws Exception {
        Path old = folder.resolve("old");
        Files.createDirectories(old.resolve("bin"));
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.9\"\n");
        Path java = Files.writeString(old.resolve("bin/java"), "#!/bin/sh\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Commands.Run run =
                COMMANDS.with("HONGYAN_JAVA_HOME", old.toString()).run(program().toString(), "--version");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.output()).contains("HONGYAN_JAVA_HOME is Java 17", "needs 25 or newer");
    }

    @Test
    void each_command_has_a_manual_page() throws Exception {
        Path pages = home.resolve("share/man/man1");
        assertThat(pages.resolve("hongyan.1")).content().contains("\\fBserve\\fP");
        assertThat(pages.resolve("hongyan-serve.1")).content().contains("\\-\\-data");
        assertThat(pages.resolve("hongyan-admin-key-create.1")).exists();
        try (Stream<Path> all = Files.list(pages)) {
            assertThat(all).allSatisfy(page -> assertThat(page).content().doesNotContain("(not packaged)"));
        }
    }

    @Test
    void bash_completes_commands_and_options() throws Exception {
        Path script = home.resolve("share/bash-completion/completions/hongyan");
        String ask = "source '" + script + "'; COMP_WORDS=(hongyan serve --tcp); COMP_CWORD=2; _complete_hongyan;"
                + " printf '%s\\n' \"${COMPREPLY[@]}\"";
        assertThat(COMMANDS.run("bash", "-c", ask).checked().lines()).contains("--tcp-port");
    }

    @Test
    void the_sbom_names_each_jar_with_its_licence() throws Exception {
        JsonNode components = new JsonMapper()
                .readTree(Files.readString(home.resolve("sbom.json")))
                .at("/components");
        Map<String, JsonNode> named = new TreeMap<>();
        for (JsonNode component : components) {
            String name = component.at("/name").asString() + "-"
                    + component.at("/version").asString();
            named.put(name, component.at("/licenses/0"));
        }
        try (Stream<Path> libraries = Files.list(home.resolve("lib"))) {
            List<String> jars = libraries
                    .map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".jar"))
                    .map(file -> file.replaceAll("(-linux-x86_64)?\\.jar$", ""))
                    .toList();
            assertThat(jars).isNotEmpty().allSatisfy(jar -> {
                assertThat(named).containsKey(jar);
                assertThat(named.get(jar).isEmpty()).as("%s has a licence", jar).isFalse();
            });
        }
    }

    @Test
    void all_jars_of_hongyan_have_the_time_of_the_build_so_that_another_build_makes_the_same() throws Exception {
        try (Stream<Path> libraries = Files.list(home.resolve("lib"))) {
            for (Path jar : libraries
                    .filter(file -> file.getFileName().toString().startsWith("hongyan-"))
                    .toList()) {
                try (ZipFile zip = new ZipFile(jar.toFile())) {
                    assertThat(zip.stream().map(ZipEntry::getTimeLocal).distinct())
                            .as(jar.toString())
                            .hasSize(1);
                }
            }
        }
    }

    @Test
    void licences_and_pages_come_along() {
        assertThat(home.resolve("LICENSE")).exists();
        assertThat(home.resolve("docs/operations.md")).exists();
        assertThat(home.resolve("runtime/legal/java.base")).exists();
    }

    /// Names, sizes and times.
    private static Map<String, String> files(Path folder) {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                found.put(file.toString(), Files.size(file) + " " + Files.getLastModifiedTime(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
