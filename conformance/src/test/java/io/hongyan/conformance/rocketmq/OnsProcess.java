package io.hongyan.conformance.rocketmq;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// `OnsProgram`, run with one version of the cloud's client: its jars are in a folder of their own, since versions
/// cannot be together on one class path.
final class OnsProcess implements AutoCloseable {
    private final Process process;
    private final PrintWriter commands;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    /// @param folder for its logs
    /// @param arguments of the program
    OnsProcess(String version, Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                // It looks around for queues each second, in place of every 20.
                "-Drocketmq.client.rebalance.waitInterval=1000",
                "-Drocketmq.client.rebalance.lockInterval=1000",
                "-Duser.home=" + folder));
        if (version.startsWith("1.7.")) {
            for (String open : List.of("java.lang", "java.nio", "sun.nio.ch")) {
                command.add("--add-opens=java.base/" + open + "=ALL-UNNAMED");
            }
        }
        command.addAll(List.of(
                "-cp",
                Path.of("target", "ons", version) + File.separator + "*",
                Path.of("src", "test", "ons", "OnsProgram.java").toString()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command)
                .redirectError(Files.createDirectories(folder).resolve("errors").toFile())
                .start();
        commands = new PrintWriter(process.outputWriter(UTF_8), true);
        BufferedReader output = process.inputReader(UTF_8);
        Thread.ofVirtual().start(() -> output.lines().forEach(lines::add));
    }

    /// Sends a message to devices.
    ///
    /// @param second the value of `mqttSecondTopic`
    void send(String second, String text) {
        commands.println(second + " " + text);
    }

    /// What it has printed so far.
    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
