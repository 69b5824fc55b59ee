package io.hongyan.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.broker.event.Counter;
import io.hongyan.client.MqttClient;
import io.hongyan.testkit.TestBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/// Goal: certificates that a program has as an SSL bundle of Spring serve the client, too.
@ExtendWith(OutputCaptureExtension.class)
final class SslBundleTest {
    private TestBroker broker;

    @BeforeEach
    void start() {
        broker = TestBroker.start();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private List<String> properties(String host, String bundle) {
        return new ArrayList<>(List.of(
                "hongyan.client.servers=mqtts://" + host + ":" + broker.tlsPort(),
                "hongyan.client.tls.bundle=" + bundle,
                "spring.ssl.bundle.pem.broker.truststore.certificate=file:" + broker.certificate(),
                "spring.ssl.bundle.pem.other.options.enabled-protocols=TLSv1.3"));
    }

    @Test
    void the_client_trusts_what_its_bundle_trusts() {
        try (ConfigurableApplicationContext context = Program.run(properties("localhost", "broker"))) {
            MqttClient client = context.getBean(MqttClient.class);
            assertThat(client.publish("a", "over TLS").isDelivered()).isTrue();
        }
    }

    @Test
    void the_protocols_of_a_bundle_are_those_of_the_client() {
        List<String> properties = properties("localhost", "broker");
        properties.add("spring.ssl.bundle.pem.broker.options.enabled-protocols=TLSv1.2");
        try (ConfigurableApplicationContext context = Program.run(properties)) {
            assertThat(context.getBean(MqttClient.class)
                            .publish("a", "over TLS 1.2")
                            .isDelivered())
                    .isTrue();
        }
    }

    @Test
    void a_bundle_that_does_not_trust_the_server_ends_in_no_connection() {
        try (ConfigurableApplicationContext context = Program.run(properties("localhost", "other"))) {
            MqttClient client = context.getBean(MqttClient.class);
            var health = context.getBean("mqttHealthIndicator", HealthIndicator.class);
            Awaitility.await()
                    .until(() -> String.valueOf(health.health().getDetails().get("reason"))
                            .contains("no connection to"));
            assertThat(client.isConnected()).isFalse();
        }
    }

    private static void await(MqttClient client, boolean connected) {
        Awaitility.await().until(() -> client.isConnected() == connected);
    }

    @Test
    void a_bundle_that_changes_serves_new_connections_and_a_broken_one_none(@TempDir Path folder, CapturedOutput output)
            throws Exception {
        Path trusted = folder.resolve("trusted.pem");
        Files.writeString(trusted, foreignCertificate(folder));
        List<String> properties = properties("localhost", "changing");
        properties.add("spring.ssl.bundle.pem.changing.truststore.certificate=file:" + trusted);
        properties.add("spring.ssl.bundle.pem.changing.reload-on-update=true");
        properties.add("spring.ssl.bundle.watch.file.quiet-period=50ms");
        properties.add("logging.level.io.hongyan=info");
        properties.add("hongyan.client.client-id=shop");
        try (ConfigurableApplicationContext context = Program.run(properties)) {
            MqttClient client = context.getBean(MqttClient.class);
            var health = context.getBean("mqttHealthIndicator", HealthIndicator.class);
            Awaitility.await()
                    .until(() -> String.valueOf(health.health().getDetails().get("reason"))
                            .contains("no connection to"));

            Files.copy(broker.certificate(), trusted, StandardCopyOption.REPLACE_EXISTING);
            await(client, true);
            assertThat(output).contains("SSL bundle changing has changed");

            Files.writeString(trusted, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
            Awaitility.await().until(() -> output.getAll().contains("cannot be used"));
            long accepted = broker.stats().value(Counter.CONNECTS_ACCEPTED);
            assertThat(broker.disconnect("shop")).isTrue();
            Awaitility.await().until(() -> broker.stats().value(Counter.CONNECTS_ACCEPTED) > accepted);
            await(client, true);
        }
    }

    /// One that signs nothing here.
    private static String foreignCertificate(Path folder) throws Exception {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        String store = folder.resolve("foreign.p12").toString();
        run(keytool.toString(), "-genkeypair", "-keyalg", "EC", "-alias", "a", "-dname", "CN=a", "-keystore", store);
        return run(keytool.toString(), "-exportcert", "-rfc", "-alias", "a", "-keystore", store);
    }

    private static String run(String... command) throws Exception {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of("-storepass", "secret"));
        Process process = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return said;
    }

    @Test
    void a_bundle_that_is_not_there_or_contradicts_other_settings_is_named(CapturedOutput output) {
        assertThatThrownBy(() -> Program.run(properties("localhost", "nowhere")).close())
                .isNotNull();
        List<String> both = properties("localhost", "broker");
        both.add("hongyan.client.tls.insecure=true");
        assertThatThrownBy(() -> Program.run(both).close()).isNotNull();

        assertThat(output)
                .contains("hongyan.client.tls cannot be: tls.bundle nowhere is not there: define it below"
                        + " spring.ssl.bundle")
                .contains("tls.bundle takes the place of authority, certificate, key and insecure");
    }

    @Test
    void a_bundle_that_cannot_be_used_stops_the_start_with_two_sentences(@TempDir Path folder, CapturedOutput output)
            throws Exception {
        Path damaged = folder.resolve("damaged.pem");
        Files.writeString(damaged, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        for (Path file : List.of(folder.resolve("nowhere.pem"), damaged)) {
            List<String> properties = properties("localhost", "bad");
            properties.add("spring.ssl.bundle.pem.bad.truststore.certificate=file:" + file);
            assertThatThrownBy(() -> Program.run(properties).close()).isNotNull();
        }

        assertThat(output)
                .contains("hongyan.client.tls cannot be: tls.bundle bad cannot be used: ", "nowhere.pem")
                .contains("Change hongyan.client.tls.")
                .doesNotContain("\tat ");
    }

    @Test
    void files_that_cannot_be_used_stop_the_start_with_two_sentences(CapturedOutput output) {
        List<String> properties = new ArrayList<>(List.of(
                "hongyan.client.servers=mqtts://localhost:" + broker.tlsPort(),
                "hongyan.client.tls.authority=" + broker.certificate(),
                "hongyan.client.tls.certificate=" + broker.certificate(),
                "hongyan.client.tls.key=" + broker.certificate()));
        assertThatThrownBy(() -> Program.run(properties).close()).isNotNull();

        assertThat(output)
                .contains("hongyan.client.tls cannot be: tls.key: there is no private key in " + broker.certificate())
                .contains("Change hongyan.client.tls.")
                .doesNotContain("\tat ");
    }
}
