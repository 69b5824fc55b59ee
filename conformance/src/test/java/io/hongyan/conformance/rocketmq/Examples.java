package io.hongyan.conformance.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.auth.Signature;
import io.hongyan.conformance.ServedProgram;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/// Starts examples as `examples/run` does, each in a process of its own, for one service and one RocketMQ.
final class Examples {
    private static final Path BUILT = Path.of("..", "examples", "target", "classes");
    private static final Path WITH_ROCKETMQ = Path.of("..", "examples", "rocketmq", "target");

    private final Path folder;
    private final String address;
    private final String userName;
    private final String secretKey;
    private final String nameServer;

    /// @param folder for their settings, and for what they print
    Examples(Path folder, ServedProgram service, String nameServer) throws IOException, InterruptedException {
        String json = service.run("credentials", "--json");
        this.folder = folder;
        this.nameServer = nameServer;
        address = "127.0.0.1:" + service.port();
        secretKey = value(json, "secretKey");
        String accessKey = value(json, "accessKey");
        String instance = value(json, "instance");
        userName = "Signature|" + accessKey + "|" + instance;
        Files.writeString(folder.resolve("config.yaml"), """
                access_key: '%s'
                secret_key: '%s'
                end_point: '%s'
                instance_id: '%s'
                topic: TopicDefault
                group_id: GID_default
                """.formatted(accessKey, secretKey, address, instance));
    }

    private static String value(String json, String key) {
        Matcher found = Pattern.compile("\"" + key + "\" *: *\"([^\"]*)\"").matcher(json);
        assertThat(found.find()).as(json).isTrue();
        return found.group(1);
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
        MqttClient device = new MqttClient("tcp://" + address, "GID_default@@@" + name, new MemoryPersistence());
        MqttConnectOptions options = new MqttConnectOptions();
        options.setUserName(userName);
        options.setPassword(Signature.of(secretKey, device.getClientId()).toCharArray());
        device.connect(options);
        return device;
    }
}
