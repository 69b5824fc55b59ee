package io.hongyan.conformance.clients;

import io.hongyan.server.Server;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.config.source.ConfigSource;
import io.hongyan.server.data.AdminKey;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.json.Json;
import io.hongyan.server.tls.SelfSigned;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A complete server in profile cloud after its first start, on free ports, and the settings of a device.
final class Endpoint implements AutoCloseable {
    private final AtomicInteger devices = new AtomicInteger();
    private final Path data;
    private final Server server;
    private final Credentials credentials;

    private Endpoint(Path data) throws IOException {
        this.data = data;
        server = Server.start(config(data));
        credentials = Credentials.read(data).orElseThrow();
    }

    static Endpoint start(Path parent) throws IOException {
        return new Endpoint(parent.resolve("data"));
    }

    private static ServerConfig config(Path data) {
        List<String> settings =
                new ArrayList<>(List.of("data=" + data, "profile=cloud", "bind=127.0.0.1", "broker.shards=2"));
        for (String part : List.of(
                "listeners.tcp",
                "listeners.tls",
                "listeners.ws",
                "listeners.wss",
                "listeners.amqp",
                "listeners.amqps",
                "admin")) {
            settings.add(part + ".port=auto");
        }
        settings.add("metrics.port=auto");
        return new ConfigSource(null, Map.of(), settings).read(new ArrayList<>());
    }

    int port(Wire wire) {
        return server.ports().get(wire.name().toLowerCase(Locale.ROOT));
    }

    String uri(Wire wire) {
        return wire.uri(port(wire));
    }

    Path certificate() {
        return SelfSigned.certificate(data);
    }

    String topic(String below) {
        return credentials.topic() + "/" + below;
    }

    String p2p(Login login) {
        return credentials.topic() + "/p2p/" + login.clientId();
    }

    /// A new device, with the password that the service's documentation prescribes.
    Login device() throws GeneralSecurityException {
        String clientId = credentials.group() + "@@@device" + devices.incrementAndGet();
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(credentials.secretKey().getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        byte[] signature = mac.doFinal(clientId.getBytes(StandardCharsets.UTF_8));
        return new Login(
                clientId,
                "Signature|" + credentials.accessKey() + "|" + credentials.instance(),
                Base64.getEncoder().encodeToString(signature));
    }

    /// The same with a token for everything below the parent topic.
    Login deviceWithToken() throws Exception {
        return new Login(
                device().clientId(),
                "Token|" + credentials.accessKey() + "|" + credentials.instance(),
                "RW|" + token(600));
    }

    /// A token for everything below the parent topic.
    ///
    /// @param seconds 60 or more
    String token(int seconds) throws Exception {
        return Json.object(ask("tokens", """
                {"accessKey": "%s", "resources": ["%s/#"], "actions": "R,W", "expireSeconds": %d}
                """.formatted(credentials.accessKey(), credentials.topic(), seconds)))
                .text("token");
    }

    void revoke(String token) throws Exception {
        ask("tokens/revoke", "{\"token\": \"" + token + "\"}");
    }

    /// What the first start made.
    Credentials credentials() {
        return credentials;
    }

    private String ask(String what, String body) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.ports().get("admin") + "/instances/" + credentials.instance()
                + "/" + what);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .POST(BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + AdminKey.readOrMake(data, new SecureRandom()))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(what + " was answered by " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        }
    }

    /// Trust in this server's certificate and no other.
    TrustManagerFactory trust() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(certificate())) {
            store.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }

    SSLContext tls() throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust().getTrustManagers(), null);
        return context;
    }

    @Override
    public void close() {
        server.close();
    }
}
