package io.hongyan.conformance.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.amqp.connection.AmqpServer;
import io.hongyan.auth.Signature;
import io.hongyan.broker.Broker;
import io.hongyan.client.MqttClient;
import io.hongyan.cloud.Cloud;
import io.hongyan.cluster.agree.Agreement;
import io.hongyan.codec.Version;
import io.hongyan.exchange.Exchanges;
import io.hongyan.exchange.spi.ExchangeProvider;
import io.hongyan.openapi.OpenApi;
import io.hongyan.server.Server;
import io.hongyan.server.data.RuntimeFile;
import io.hongyan.store.cassandra.CassandraStore;
import io.hongyan.store.rocksdb.RocksDbStore;
import io.hongyan.transport.Connection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server with all modules below it on the module path, started by a program that is a module: what a descriptor
/// does not require, export or open is missing when the server runs.
class ServerModuleTest {
    /// Those without a descriptor, RocksDB, Prometheus and Spring Security among them, are automatic modules there.
    private static final String FOREIGN =
            "(netty-(?!codec-mqtt)|jspecify-|rocksdbjni-|spring-security-crypto-|spring-core-"
                    + "|commons-logging-|jackson-(core|databind|dataformat-yaml)-3|jackson-annotations-|prometheus-"
                    + "|jetty-(server|http|io|util)-|angus-(mail|activation)-|jakarta\\.(mail|activation)-api-"
                    + "|nimbus-jose-jwt-|logback-|slf4j-|picocli-|snakeyaml-engine-|bc(pkix|prov|util)-"
                    + "|jetcd-grpc-|grpc-|protobuf-java-|guava-|failureaccess-|gson-|perfmark-"
                    + "|proto-google-common-protos-|java-driver-|native-protocol-|config-1|reactive-streams-)"
                    + ".*\\.jar";

    private static final String PROGRAM = """
            package consumer;

            import io.hongyan.server.command.ServeCommand;
            import picocli.CommandLine;

            public class Main {
                public static void main(String[] arguments) {
                    System.exit(new CommandLine(new ServeCommand()).execute(arguments));
                }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void the_server_runs_as_modules_with_store_and_metrics() throws Exception {
        ModulePath modules = new ModulePath(folder, FOREIGN, "nothing");
        modules.add(Version.class);
        modules.add(Signature.class);
        modules.add(Connection.class);
        modules.add(Broker.class);
        modules.add(Agreement.class, "io.hongyan.cluster");
        for (Class<?> library : List.of(
                CassandraStore.class,
                RocksDbStore.class,
                Cloud.class,
                ExchangeProvider.class,
                Exchanges.class,
                OpenApi.class)) {
            modules.add(library);
        }
        modules.add(AmqpServer.class, "io.hongyan.amqp");
        modules.add(Server.class);
        modules.compile("io.hongyan.server", PROGRAM);
        Path data = folder.resolve("data");
        Process process = modules.start(
                List.of("-Xmx128m", "-XX:TieredStopAtLevel=1"), arguments(data).toArray(String[]::new));
        try {
            await().atMost(Duration.ofMinutes(2)).until(() -> isReadyOrOver(process, modules.output()));
            assertThat(Files.readString(modules.output())).contains("is ready");
            Map<String, Integer> ports = RuntimeFile.read(data).orElseThrow().ports();
            publishAndReceive(ports.get("tcp"));
            assertThat(metrics(ports.get("metrics")))
                    .contains("hongyan_connections")
                    .contains("hongyan_store_writes_total")
                    .contains("jvm_");
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(Files.readString(modules.output())).contains("stopped");
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }

    private static List<String> arguments(Path data) {
        List<String> arguments = new ArrayList<>(
                List.of("--profile", "open", "--allow-anonymous", "--data", data.toString(), "--bind", "127.0.0.1"));
        for (String listener : List.of("tcp", "tls", "ws", "wss", "amqp", "amqps", "metrics", "admin")) {
            arguments.addAll(List.of("--" + listener + "-port", "auto"));
        }
        return arguments;
    }

    private static boolean isReadyOrOver(Process process, Path output) throws Exception {
        return !process.isAlive() || Files.readString(output).contains("is ready");
    }

    private static void publishAndReceive(int port) throws Exception {
        CompletableFuture<String> received = new CompletableFuture<>();
        try (MqttClient client =
                MqttClient.builder().server("mqtt://127.0.0.1:" + port).connect()) {
            client.subscribe("module/test", message -> received.complete(message.text()));
            client.publish("module/test", "hello");
            assertThat(received.get(60, TimeUnit.SECONDS)).isEqualTo("hello");
        }
    }

    private static String metrics(int port) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> page = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(page.statusCode()).isEqualTo(200);
            return page.body();
        }
    }
}
