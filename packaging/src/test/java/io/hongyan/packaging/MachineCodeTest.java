package io.hongyan.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.foreign.NeedsProgram;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Goal: what is made for a processor has machine code of that processor and of no other. The one for aarch64 is tested
/// where it was made, by `./package --aarch64`.
@NeedsProgram({"bash", "tar"})
final class MachineCodeTest {
    private static final Commands COMMANDS = new Commands(Commands.EMPTY);

    /// The field e_machine of an ELF file.
    private static final Map<String, Integer> MACHINES = Map.of("x86_64", 62, "aarch64", 183);

    static Stream<String> processors() {
        return Built.processors().stream();
    }

    /// @return null = no machine code
    private static @Nullable Integer machine(InputStream in) throws IOException {
        byte[] head = in.readNBytes(20);
        boolean elf = head.length == 20 && HexFormat.of().formatHex(head, 0, 4).equals("7f454c46");
        return elf ? (head[18] & 0xff) | ((head[19] & 0xff) << 8) : null;
    }

    /// All machine code in a folder and in the jars there.
    private static Map<String, Integer> machines(Path folder) throws IOException {
        Map<String, Integer> found = new TreeMap<>();
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                add(found, folder.relativize(file).toString(), machine(in));
            }
            if (file.toString().endsWith(".jar")) {
                try (ZipFile jar = new ZipFile(file.toFile())) {
                    for (ZipEntry entry : jar.stream().toList()) {
                        try (InputStream in = jar.getInputStream(entry)) {
                            add(found, file.getFileName() + "!" + entry.getName(), machine(in));
                        }
                    }
                }
            }
        }
        return found;
    }

    private static void add(Map<String, Integer> found, String name, @Nullable Integer machine) {
        if (machine != null) {
            found.put(name, machine);
        }
    }

    @ParameterizedTest
    @MethodSource("processors")
    void all_of_it_is_for_the_processor_in_the_name(String cpu, @TempDir Path folder) throws Exception {
        Path tarball = Built.only("hongyan-*-linux-" + cpu + ".tar.gz");
        COMMANDS.run("tar", "-xzf", tarball.toString(), "-C", folder.toString()).checked();
        Map<String, Integer> machines = machines(folder);
        assertThat(machines.keySet()).anySatisfy(name -> assertThat(name).endsWith("/runtime/bin/java"));
        assertThat(machines.keySet()).anySatisfy(name -> assertThat(name).endsWith("/server/libjvm.so"));
        assertThat(machines.keySet()).anySatisfy(name -> assertThat(name).contains("/native/librocksdbjni-linux"));
        assertThat(machines.keySet()).anySatisfy(name -> assertThat(name).contains("libnetty_transport_native_epoll"));
        assertThat(machines)
                .allSatisfy((name, machine) -> assertThat(machine).as(name).isEqualTo(MACHINES.get(cpu)));
    }

    @ParameterizedTest
    @MethodSource("processors")
    void no_file_for_debuggers_comes_along_and_a_cache_only_where_it_was_made(String cpu) throws Exception {
        Path tarball = Built.only("hongyan-*-linux-" + cpu + ".tar.gz");
        List<String> names = COMMANDS.run("tar", "-tzf", tarball.toString())
                .checked()
                .lines()
                .toList();
        assertThat(names).noneMatch(name -> name.endsWith(".debuginfo"));
        assertThat(names.stream().filter(name -> name.endsWith(".aot")))
                .hasSize(cpu.equals(System.getProperty("os.arch").replace("amd64", "x86_64")) ? 2 : 0);
    }

    @ParameterizedTest
    @MethodSource("processors")
    @NeedsProgram("dpkg-deb")
    void the_debian_package_names_the_processor(String cpu) throws Exception {
        String architecture = cpu.equals("x86_64") ? "amd64" : "arm64";
        Path made = Built.only("hongyan_*_" + architecture + ".deb");
        assertThat(COMMANDS.run("dpkg-deb", "-f", made.toString(), "Architecture")
                        .checked()
                        .strip())
                .isEqualTo(architecture);
    }
}
