package io.hongyan.conformance.rocketmq;

import io.hongyan.conformance.CloudDevices;
import io.hongyan.conformance.ServedProgram;
import io.hongyan.server.data.Credentials;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttException;

/// Starts examples as `examples/run` does, each in a process of its own, for one service and one RocketMQ.
final class Examples {
    private static final Path BUILT = Path.of("..", "examples", "target", "classes");
    private static final Path WITH_ROCKETMQ = Path.of("..", "examples", "rocketmq", "target");

    private final Path folder;
    private final CloudDevices devices;
    private final String nameServer;

    /// @param folder for their settings, and for what they print
    Examples(Path folder, ServedProgram service, String nameServer) throws IOException {
        this.folder = folder;
        this.nameServer = nameServer;
        devices = CloudDevices.of(service);
        Credentials credentials = devices.credentials();
        Files.writeString(folder.resolve("config.yaml"), """
                access_key: '%s'
                secret_key: '%s'
                end_point: '%s'
                instance_id: '%s'
                topic: '%s'
                group_id: '%s'
                """.formatted(
                        credentials.accessKey(),
                        credentials.secretKey(),
                        devices.address(),
                        credentials.instance(),
                        credentials.topic(),
                        credentials.group()));
    }

    /// Starts one of those with RocketMQ.
    ExampleProgram start(String name, String... arguments) throws IOException {
        return start(
                WITH_ROCKETMQ.resolve("classes") + File.pathSeparator + WITH_ROCKETMQ.resolve("lib") + File.separator
                        + "*",
                "io.hongyan.examples.rocketmq." + name,
                arguments);
    }

    /// Starts one of those with Hongyan's own client.
    ExampleProgram startWithClient(String name, String... arguments) throws IOException {
        return start(
                BUILT + File.pathSeparator + System.getProperty("java.class.path"),
                "io.hongyan.examples." + name,
                arguments);
    }

    private ExampleProgram start(String classPath, String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Drocketmq.log.root=" + folder.resolve("logs"),
                "-Dhongyan.config=" + folder.resolve("config.yaml"),
                "-Dhongyan.rocketmq=" + nameServer,
                "-cp",
                classPath,
                name));
        command.addAll(List.of(arguments));
        return ExampleProgram.start(command, Files.createTempFile(folder, "example", ".txt"));
    }

    /// A device of another library, which stays away when it has lost its connection.
    MqttClient device(String name) throws MqttException {
        MqttClient device = devices.device(name);
        device.connect(devices.login(name));
        return device;
    }
}
