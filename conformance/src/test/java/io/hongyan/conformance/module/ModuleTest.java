package io.hongyan.conformance.module;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.auth.Signature;
import io.hongyan.client.MqttClient;
import io.hongyan.codec.Version;
import io.hongyan.testkit.TestBroker;
import io.hongyan.transport.Connection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A program that is a module, with the client, the transport and the codec as modules beside it: what a descriptor
/// does not require or export is missing when the program runs.
class ModuleTest {
    private static final String FOREIGN = "(netty-(?!codec-mqtt)|jspecify-).*\\.jar";
    private static final String OPTIONAL = "(bcpkix-|bcprov-|bcutil-).*\\.jar";
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
        ModulePath modules = new ModulePath(folder, FOREIGN, OPTIONAL);
        for (Class<?> library : List.of(Version.class, Signature.class, Connection.class, MqttClient.class)) {
            modules.add(library);
        }
        modules.compile("io.hongyan.client", PROGRAM);
        try (TestBroker broker = TestBroker.start()) {
            Process process = modules.start(List.of(), "mqtt://127.0.0.1:" + broker.port());
            try {
                assertThat(process.waitFor(60, TimeUnit.SECONDS))
                        .as("the program ended")
                        .isTrue();
            } finally {
                process.destroyForcibly();
            }
            assertThat(Files.readString(modules.output())).contains("heard AT_LEAST_ONCE");
        }
    }
}
