package io.hongyan.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.server.data.AdminKey;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.json.Json;
import io.hongyan.server.tls.SelfSigned;
import io.hongyan.transport.certificate.TestAuthority;
import io.hongyan.transport.certificate.TestAuthority.Wish;
import io.hongyan.transport.certificate.TestIdentity;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// Goal: nobody learns from clients that a certificate has expired.
class CertificateExpiryTest {
    private static final Duration LIFE = Duration.ofDays(3650);

    @TempDir
    private Path folder;

    @Test
    void a_certificate_that_soon_expires_is_warned_of_and_when_is_a_metric() throws Exception {
        Instant expiry = Instant.now().plus(Duration.ofDays(5));
        Path data = folder.resolve("data");
        SelfSigned.makeIfMissing(data, new SecureRandom(), expiry.minus(LIFE));
        try (ServeProcess server = ServeProcess.start(folder, 1000)) {
            for (String listener : new String[] {"tls", "wss"}) {
                assertThat(metric(
                                server, "hongyan_certificate_expiry_timestamp_seconds{listener=\"" + listener + "\"}"))
                        .isEqualTo((double) expiry.getEpochSecond());
            }
            String line = "the certificate " + SelfSigned.certificate(data) + " expires on ";
            assertThat(server.errors().lines())
                    .filteredOn(each -> each.contains(line))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains(" WARN ", ", in 4 days: delete it, and the next start makes a new one");
            for (String path : new String[] {"/reload", "/reload-tls"}) {
                assertThat(posted(server, path)).contains("\"warnings\"", line);
            }
        }
    }

    @Test
    void an_uploaded_certificate_that_soon_expires_is_warned_of_where_it_is_shown() throws Exception {
        Instant now = Instant.now();
        Instant expiry = now.plus(Duration.ofDays(5));
        TestIdentity shown = TestAuthority.root("root", "EC")
                .issue(Wish.server("a.example.com").valid(now.minus(Duration.ofDays(1)), expiry));
        String metric = "hongyan_certificate_expiry_timestamp_seconds{listener=\"tls\"}";
        String instance;
        try (ServeProcess server = ServeProcess.start(folder, 1000)) {
            instance = Credentials.read(folder.resolve("data")).orElseThrow().instance();
            String path = "/instances/" + instance + "/certificates";
            String uploaded =
                    Json.line(Map.of("name", "monday", "certificates", shown.chainPem(), "key", shown.keyPem()));
            assertThat(posted(server, path, uploaded)).isEqualToIgnoringWhitespace("{}");
            assertThat(metric(server, metric)).isGreaterThan((double) expiry.getEpochSecond());
            assertThat(posted(server, "/instances/" + instance + "/sni", "{\"hosts\": \"a.example.com#monday\"}"))
                    .isEqualToIgnoringWhitespace("{}");
            assertThat(metric(server, metric)).isEqualTo((double) expiry.getEpochSecond());
        }
        try (ServeProcess server = ServeProcess.start(folder, 1000)) {
            assertThat(metric(server, metric)).isEqualTo((double) expiry.getEpochSecond());
            assertThat(server.errors().lines())
                    .filteredOn(
                            each -> each.contains("the certificate monday that was uploaded to instance " + instance))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains(" WARN ", " expires on ", ", in 4 days: upload its successor under the same name");
        }
    }

    @ParameterizedTest
    @CsvSource({"5, expires on", "-5, has expired on"})
    void the_check_of_a_configuration_notes_it(int days, String words) throws Exception {
        Path data = folder.resolve("data");
        SelfSigned.makeIfMissing(
                data,
                new SecureRandom(),
                Instant.now().plus(Duration.ofDays(days)).minus(LIFE));
        StringWriter err = new StringWriter();
        List<String> arguments = new ArrayList<>(List.of("--data", data.toString()));
        for (String listener : List.of("tcp", "tls", "ws", "wss", "amqp", "amqps", "metrics", "admin")) {
            arguments.addAll(List.of("--" + listener + "-port", "auto"));
        }
        int code = new CommandLine(new CheckConfigCommand())
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
        assertThat(code).isZero();
        assertThat(err.toString())
                .containsOnlyOnce("note: the certificate " + SelfSigned.certificate(data) + " " + words);
    }

    private String posted(ServeProcess server, String path) throws IOException, InterruptedException {
        return posted(server, path, "");
    }

    private String posted(ServeProcess server, String path, String body) throws IOException, InterruptedException {
        String key = AdminKey.readOrMake(folder.resolve("data"), new SecureRandom());
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.ports().get("admin") + path))
                .header("Authorization", "Bearer " + key)
                .POST(BodyPublishers.ofString(body))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofString()).body();
        }
    }

    private static double metric(ServeProcess server, String name) throws IOException, InterruptedException {
        URI metrics = URI.create("http://127.0.0.1:" + server.ports().get("metrics") + "/metrics");
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
