package io.hongyan.examples;

import io.hongyan.client.message.MqttException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/// The common part of each `main`: reads the settings, and reports a failure in a sentence with exit code 1.
@FunctionalInterface
interface Example {
    /// The folder with `config.yaml`; `examples/run` says which.
    Path FOLDER = Path.of(System.getProperty("hongyan.examples", "."));

    void run(Settings settings, PrintStream out) throws IOException, InterruptedException;

    static void start(Example example) throws InterruptedException {
        Path file = Path.of(System.getProperty(
                "hongyan.config", FOLDER.resolve("config.yaml").toString()));
        try {
            example.run(Settings.read(file), System.out);
        } catch (MqttException | IllegalArgumentException | IOException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
