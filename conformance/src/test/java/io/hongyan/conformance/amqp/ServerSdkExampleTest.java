package io.hongyan.conformance.amqp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.conformance.ServedProgram;
import io.hongyan.server.data.Credentials;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The example with the server SDK, as `examples/run` starts it.
class ServerSdkExampleTest {
    private static final Path BUILT = Path.of("..", "examples", "server-sdk", "target");

    @TempDir
    private Path folder;

    @Test
    void a_business_system_and_a_device_hear_of_each_other() throws Exception {
        try (ServedProgram program = new ServedProgram(folder, "--amqp-port=auto", "--admin-port=0")) {
            program.start();
            Credentials login = program.credentials();
            Path config = Files.writeString(folder.resolve("config.yaml"), """
                    access_key: '%s'
                    secret_key: '%s'
                    end_point: '127.0.0.1:%d'
                    instance_id: '%s'
                    topic: '%s'
                    group_id: '%s'
                    amqp: '127.0.0.1:%d'
                    """.formatted(
                            login.accessKey(),
                            login.secretKey(),
                            program.port(),
                            login.instance(),
                            login.topic(),
                            login.group(),
                            program.port("amqp")));
            Process example = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-Dhongyan.config=" + config,
                            "-cp",
                            BUILT.resolve("classes") + File.pathSeparator + BUILT.resolve("lib") + File.separator + "*",
                            "io.hongyan.examples.serversdk.ServerSdk"))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(example.getInputStream().readAllBytes(), UTF_8);
            assertThat(example.waitFor()).as(output).isZero();
            String device = login.group() + "@@@box1";
            assertThat(output)
                    .contains(
                            "status: " + device + " is ONLINE",
                            "consumer: measurement 1 from " + device + ", topic " + login.topic() + "/hall/temperature",
                            "consumer: measurement 3",
                            "producer: sent ",
                            "device: switch on",
                            "status: " + device + " is OFFLINE");
        }
    }
}
