package io.hongyan.conformance.module;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/// A module path, made of what is on the class path of the test, and a program on it that is a module itself.
final class ModulePath {
    private final Path folder;
    private final Path modules;
    private final Path optional;

    /// @param foreign matches the names of the jars of other projects that are needed
    /// @param optional matches the names of those that a descriptor needs to be compiled, and a program does not
    ModulePath(Path folder, String foreign, String optional) throws IOException {
        this.folder = folder;
        this.modules = Files.createDirectory(folder.resolve("modules"));
        this.optional = Files.createDirectory(folder.resolve("optional"));
        copyJars(foreign, modules);
        copyJars(optional, this.optional);
    }

    private static void copyJars(String names, Path target) {
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(jar -> jar.getFileName().toString().matches(names))
                .forEach(jar -> copy(jar, target.resolve(jar.getFileName())));
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Adds a library as a jar with its descriptor; what it requires must have been added before. In a build that makes
    /// no jars, the class path has the folder of its classes, and the descriptor is compiled here.
    ///
    /// @param type of the package that has the name of the module
    void add(Class<?> type) throws IOException, URISyntaxException {
        add(type, type.getPackageName());
    }

    /// The same for a module in whose package of that name there is nothing.
    void add(Class<?> type, String module) throws IOException, URISyntaxException {
        Path place =
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path jar = modules.resolve(module + ".jar");
        if (Files.isRegularFile(place)) {
            Files.copy(place, jar);
            return;
        }
        Path source = place.resolve("../../src/module/module-info.java").normalize();
        Path descriptor = folder.resolve(module);
        String patch = module + "=" + place;
        javac(
                "--patch-module",
                patch,
                "--module-path",
                modules + File.pathSeparator + optional,
                "-d",
                descriptor.toString(),
                source.toString());
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            pack(place, out);
            pack(descriptor, out);
        }
    }

    private static void pack(Path root, JarOutputStream out) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(file).toString().replace(File.separatorChar, '/');
                if (!name.startsWith("META-INF/versions/")) {
                    out.putNextEntry(new JarEntry(name));
                    Files.copy(file, out);
                    out.closeEntry();
                }
            }
        }
    }

    /// Compiles the program `Main` of package and module `consumer`.
    void compile(String required, String program) throws IOException {
        Path sources = Files.createDirectories(folder.resolve("source/consumer"));
        Path descriptor = folder.resolve("source/module-info.java");
        Files.writeString(descriptor, "module consumer { requires " + required + "; }");
        Path main = Files.writeString(sources.resolve("Main.java"), program);
        javac("--module-path", modules.toString(), "-d", classes().toString(), descriptor.toString(), main.toString());
    }

    private static void javac(String... arguments) {
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments);
        assertThat(result).as("the compiler's exit code").isZero();
    }

    private Path classes() {
        return folder.resolve("classes");
    }

    /// Starts the program, which writes to [#output].
    Process start(List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("--module-path");
        command.add(modules + File.pathSeparator + classes());
        command.addAll(List.of("-m", "consumer/consumer.Main"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output().toFile())
                .start();
    }

    Path output() {
        return folder.resolve("output");
    }
}
