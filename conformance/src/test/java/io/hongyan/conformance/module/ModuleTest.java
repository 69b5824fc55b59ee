package io.hongyan.conformance.module;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.auth.Signature;
import io.hongyan.client.MqttClient;
import io.hongyan.codec.Version;
import io.hongyan.testkit.TestBroker;
import io.hongyan.transport.Connection;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A program that is a module, with the client and the libraries below it as modules beside it: what a descriptor
/// does not require or export, it misses when it runs.
class ModuleTest {
    private static final String PROGRAM = """
            package consumer;

            import io.hongyan.client.MqttClient;
            import io.hongyan.client.auth.CloudSignature;
            import io.hongyan.codec.QoS;

            public class Main {
                public static void main(String[] arguments) throws Exception {
                    try (MqttClient client = MqttClient.builder()
                            .server(arguments[0])
                            .clientId("consumer")
                            .credentials(CloudSignature.of("ak", "sk", "instance"))
                            .connect()) {
                        var heard = new java.util.concurrent.CompletableFuture<String>();
                        client.subscribe("module/test", message -> heard.complete(message.text() + QoS.AT_LEAST_ONCE));
                        client.publish("module/test", "heard ");
                        System.out.println(heard.get());
                    }
                }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void a_program_that_is_a_module_publishes_and_receives() throws Exception {
        Path modules = Files.createDirectory(folder.resolve("modules"));
        foreign("(netty-|jspecify-).*\\.jar", modules);
        foreign("(bcpkix-|bcprov-|bcutil-).*\\.jar", Files.createDirectory(optional()));
        for (Class<?> library : List.of(Version.class, Signature.class, Connection.class, MqttClient.class)) {
            library(library, modules);
        }
        compile(modules);
        try (TestBroker broker = TestBroker.start()) {
            assertThat(run(modules, "mqtt://127.0.0.1:" + broker.port())).contains("heard AT_LEAST_ONCE");
        }
    }

    /// The library as a jar with its descriptor. In a build that makes no jars, the class path has the folder of its
    /// classes, and the descriptor is made here.
    private void library(Class<?> type, Path modules) throws IOException, URISyntaxException {
        Path place =
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path jar = modules.resolve(type.getPackageName() + ".jar");
        if (Files.isRegularFile(place)) {
            Files.copy(place, jar);
            return;
        }
        Path source = place.resolve("../../src/module/module-info.java").normalize();
        Path descriptor = folder.resolve(type.getPackageName());
        String patch = type.getPackageName() + "=" + place;
        javac(
                "--patch-module",
                patch,
                "--module-path",
                modules + File.pathSeparator + optional(),
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

    private static void javac(String... arguments) {
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments);
        assertThat(result).as("the compiler's exit code").isZero();
    }

    /// What a descriptor may require to be compiled, and a program does not need.
    private Path optional() {
        return folder.resolve("optional");
    }

    private static void foreign(String names, Path modules) {
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(jar -> jar.getFileName().toString().matches(names))
                .filter(jar -> !jar.getFileName().toString().startsWith("netty-codec-mqtt"))
                .forEach(jar -> copy(jar, modules.resolve(jar.getFileName())));
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void compile(Path modules) throws IOException {
        Path sources = Files.createDirectories(folder.resolve("source/consumer"));
        Path descriptor = folder.resolve("source/module-info.java");
        Files.writeString(descriptor, "module consumer { requires io.hongyan.client; }");
        Path program = Files.writeString(sources.resolve("Main.java"), PROGRAM);
        javac("--module-path", modules.toString(), "-d", target(), descriptor.toString(), program.toString());
    }

    private String run(Path modules, String address) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--module-path");
        command.add(modules + File.pathSeparator + target());
        command.addAll(List.of("-m", "consumer/consumer.Main", address));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("the program ended")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output);
    }

    private String target() {
        return folder.resolve("classes").toString();
    }
}
