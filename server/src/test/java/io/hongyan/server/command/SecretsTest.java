package io.hongyan.server.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.auth.Signature;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.data.OpenMetadata;
import io.hongyan.server.json.Json;
import io.hongyan.transport.Certificates;
import io.hongyan.transport.endpoint.TlsMaterial;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.security.crypto.bcrypt.BCrypt;
import picocli.CommandLine;

/// Goal: nothing that the program writes holds a secret, except the files that are there to hold it. Marked secrets are
/// planted wherever there can be some, the server is used and misused, and all that it wrote is searched.
class SecretsTest {
    private static final String ADMIN_KEY = "marked-admin-key-5d1c";
    private static final String WRONG_ADMIN_KEY = "marked-wrong-admin-key-77";
    private static final String PASSWORD = "marked-password-of-alice";
    private static final String WRONG = "marked-wrong-password";
    private static final String WILL = "marked-payload-of-a-will";
    private static final String TOKEN = "marked-token-that-is-none";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Files that hold secrets or messages, and that only their owner can read.
    private static final String HOLDERS =
            "credentials\\.json|metadata\\.json(\\.previous)?|admin\\.key|server\\.key|.*\\.(sst|log|blob)";

    @TempDir
    private Path folder;

    private final Map<String, String> secrets = new TreeMap<>();
    private final Map<String, String> written = new LinkedHashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();

    @ParameterizedTest
    @CsvSource({"cloud, text", "cloud, json", "open, text"})
    void nothing_that_is_written_holds_a_secret(String profile, String format) throws Exception {
        TlsMaterial.Files tls = Certificates.write(folder, "planted");
        Path users = Files.writeString(
                folder.resolve("users"), "alice:" + BCrypt.hashpw(PASSWORD, BCrypt.gensalt(4)) + "\n");
        Path file = Files.writeString(folder.resolve("hongyan.yaml"), """
                profile: %s
                log: {level: trace, format: %s, linesPerSecond: 10000}
                admin: {key: %s}
                auth: {passwordFile: %s}
                listeners: {tls: {tls: {cert: %s, key: %s}}}
                """.formatted(
                        profile, format, ADMIN_KEY, users, tls.certificates(), tls.key()));
        plant(tls, users);
        try (ServeProcess server = ServeProcess.start(folder, 1000, "--config", file.toString())) {
            Credentials credentials = server.credentials();
            secrets.put("SecretKey", credentials.secretKey());
            secrets.put(
                    "token key",
                    OpenMetadata.in(folder.resolve("data")).snapshot().tokenKey());
            connect(server, credentials);
            administer(server, credentials);
            written.put("standard output", server.output());
            written.put("metrics", get(server, "metrics", "/metrics"));
            written.put("health", get(server, "metrics", "/health"));
            threads(server);
            commands(file);
            server.process().destroy();
            assertThat(server.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
            written.put("log", server.errors());
        }
        files();
        assertThat(written.get("log")).contains("connect refused", "marked-user");
        written.forEach((where, text) -> secrets.forEach((what, secret) -> forms(secret)
                .forEach(form -> assertThat(text.toLowerCase(Locale.ROOT).contains(form.toLowerCase(Locale.ROOT)))
                        .as(what + " as " + form + " in " + where)
                        .isFalse())));
    }

    private void plant(TlsMaterial.Files tls, Path users) throws IOException {
        secrets.putAll(Map.of(
                "admin key", ADMIN_KEY,
                "wrong admin key", WRONG_ADMIN_KEY,
                "password", PASSWORD,
                "wrong password", WRONG,
                "will", WILL,
                "token", TOKEN));
        secrets.put("password hash", Files.readString(users).strip().substring("alice:".length()));
        secrets.put("TLS key", Files.readAllLines(tls.key()).get(1));
    }

    /// In which a secret can be hidden. A part of it is enough.
    private static Stream<String> forms(String secret) {
        byte[] bytes = secret.getBytes(UTF_8);
        String inBase64 = Base64.getEncoder().encodeToString(bytes);
        return Stream.of(
                secret,
                HexFormat.of().formatHex(bytes),
                HexFormat.ofDelimiter(" ").formatHex(bytes),
                inBase64.substring(0, inBase64.length() - 4));
    }

    private static Connecting with(Version version, String client, String user, String password) {
        return Connecting.as(version, client).username(user).password(password).keepAlive(60);
    }

    private void connect(ServeProcess server, Credentials credentials) throws IOException {
        int tcp = server.ports().get("tcp");
        String suffix = "|" + credentials.accessKey() + "|" + credentials.instance();
        String client = credentials.group() + "@@@good";
        String signature = Signature.of(credentials.secretKey(), client);
        secrets.put("signature", signature);
        for (Version version : Version.values()) {
            try (RawClient good = new RawClient(tcp)) {
                good.connect(with(version, client, "Signature" + suffix, signature)
                                .will(credentials.topic() + "/will", WILL, QoS.AT_MOST_ONCE, false))
                        .expect(Received.CONNACK);
                good.publish("$SYS/uploadToken", "{\"token\":\"" + TOKEN + "\",\"type\":\"RW\"}");
                good.publish("no-such-topic", WILL);
                good.send("ff ff ff ff ff"); // the will is published
            }
            for (String user : new String[] {
                "Signature" + suffix,
                "Signature|marked-user|" + credentials.instance(),
                "Signature|" + credentials.accessKey() + "|none",
                "Signature|half",
                "Token" + suffix,
                "DeviceCredential" + suffix,
                "alice",
                "nobody"
            }) {
                for (String password : new String[] {WRONG, PASSWORD, "RW|" + TOKEN, "RW|" + TOKEN + "|R", TOKEN}) {
                    try (RawClient bad = new RawClient(tcp)) {
                        bad.connect(with(version, client, user, password)).expect(Received.CONNACK);
                    }
                }
            }
        }
        for (String listener : new String[] {"tls", "ws", "wss"}) {
            try (RawClient plain = new RawClient(
                    new Socket(InetAddress.getLoopbackAddress(), server.ports().get(listener)))) {
                plain.connect(with(Version.MQTT_5, client, "alice", PASSWORD));
                plain.expectEnd();
            }
        }
        try (Socket browser =
                new Socket(InetAddress.getLoopbackAddress(), server.ports().get("ws"))) {
            browser.getOutputStream()
                    .write(("GET /other?token=" + TOKEN + " HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n"
                                    + "Connection: Upgrade\r\nAuthorization: Bearer " + WRONG_ADMIN_KEY + "\r\n\r\n")
                            .getBytes(ISO_8859_1));
            browser.getInputStream().read();
        }
        await().atMost(PATIENCE).until(() -> server.errors().contains("plain MQTT on a TLS port"));
    }

    private void administer(ServeProcess server, Credentials credentials) throws Exception {
        String instance = "/instances/" + credentials.instance();
        String hash = "{\"name\":\"bob\",\"hash\":\"%s\"}";
        written.put("refusal of a key", send(server, "GET", "/status", "", WRONG_ADMIN_KEY));
        written.put("status", send(server, "GET", "/status", "", ADMIN_KEY));
        written.put("instances", send(server, "GET", "/instances", "", ADMIN_KEY));
        written.put("keys", send(server, "GET", instance + "/keys", "", ADMIN_KEY));
        written.put("users", send(server, "GET", instance + "/users", "", ADMIN_KEY));
        written.put("clients", send(server, "GET", instance + "/clients", "", ADMIN_KEY));
        written.put("no hash", send(server, "POST", instance + "/users", hash.formatted(PASSWORD), ADMIN_KEY));
        written.put(
                "user",
                send(server, "POST", instance + "/users", hash.formatted(secrets.get("password hash")), ADMIN_KEY));
        written.put("no JSON", send(server, "POST", instance + "/users", "{\"hash\":" + PASSWORD, ADMIN_KEY));
        written.put(
                "query", send(server, "POST", instance + "/tokens/query", "{\"token\":\"" + TOKEN + "\"}", ADMIN_KEY));
        written.put(
                "revoke",
                send(server, "POST", instance + "/tokens/revoke", "{\"token\":\"" + TOKEN + "\"}", ADMIN_KEY));
        String token = Json.object(send(
                        server,
                        "POST",
                        instance + "/tokens",
                        "{\"accessKey\":\"%s\",\"resources\":[\"TopicDefault/#\"],\"actions\":\"R\",\"expireSeconds\":60}"
                                .formatted(credentials.accessKey()),
                        ADMIN_KEY))
                .text("token");
        secrets.put("good token", token);
        String client = credentials.group() + "@@@token";
        String user = "Token|" + credentials.accessKey() + "|" + credentials.instance();
        try (RawClient good = new RawClient(server.ports().get("tcp"))) {
            good.connect(with(Version.MQTT_5, client, user, "R|" + token)).expect(Received.CONNACK);
            written.put(
                    "revoked",
                    send(server, "POST", instance + "/tokens/revoke", "{\"token\":\"" + token + "\"}", ADMIN_KEY));
        }
        try (RawClient late = new RawClient(server.ports().get("tcp"))) {
            late.connect(with(Version.MQTT_5, client, user, "R|" + token)).expect(Received.CONNACK);
        }
        String made = Json.object(send(server, "POST", instance + "/keys", "{}", ADMIN_KEY))
                .text("secretKey");
        secrets.put("made SecretKey", made);
        written.put(
                "backup",
                send(server, "POST", "/backup", "{\"folder\":\"" + folder.resolve("copy") + "\"}", ADMIN_KEY));
        written.put("reload", send(server, "POST", "/reload", "", ADMIN_KEY));
    }

    private String get(ServeProcess server, String endpoint, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.ports().get(endpoint) + path);
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }

    private String send(ServeProcess server, String method, String path, String body, String key) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.ports().get("admin") + path))
                .header("Authorization", "Bearer " + key)
                .method(method, BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString()).body();
    }

    private void threads(ServeProcess server) throws Exception {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        String pid = Long.toString(server.process().pid());
        for (String what : new String[] {"Thread.print", "VM.command_line", "VM.system_properties"}) {
            Path out = folder.resolve(what);
            new ProcessBuilder(jcmd.toString(), pid, what)
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start()
                    .waitFor();
            written.put(what, Files.readString(out));
        }
        assertThat(written.get("Thread.print")).contains("shard-0");
    }

    private void commands(Path file) {
        written.put("print-config", run(new PrintConfigCommand(), "--config", file.toString()));
        written.put(
                "check-config",
                run(
                        new CheckConfigCommand(),
                        file.toString(),
                        "--data",
                        folder.resolve("data").toString()));
        written.put(
                "errors of check-config",
                run(new CheckConfigCommand(), file.toString(), "--set", "admin.key=[" + WRONG_ADMIN_KEY + "]")
                        + run(new CheckConfigCommand(), file.toString(), "--set", "admin.key.x=" + WRONG_ADMIN_KEY)
                        + run(new CheckConfigCommand(), file.toString(), "--set", "admin.kex=" + WRONG_ADMIN_KEY));
        assertThat(written.get("print-config")).contains("***");
    }

    private static String run(Object command, String... arguments) {
        StringWriter text = new StringWriter();
        new CommandLine(command)
                .setOut(new PrintWriter(text))
                .setErr(new PrintWriter(text))
                .execute(arguments);
        return text.toString();
    }

    /// What it left in its folder, but for the files that are to hold secrets.
    private void files() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("data"))) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                if (!each.getFileName().toString().matches(HOLDERS)) {
                    written.put(each.toString(), Files.readString(each, ISO_8859_1));
                }
            }
        }
        assertThat(written.keySet()).anyMatch(name -> name.endsWith("LOG"));
    }
}
