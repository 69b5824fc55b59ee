package io.hongyan.conformance.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.auth.Signature;
import io.hongyan.conformance.ServedProgram;
import io.hongyan.conformance.openapi.OfficialSdk.Answer;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.data.RuntimeFile;
import io.hongyan.transport.certificate.TestAuthority;
import io.hongyan.transport.certificate.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/// The service in a process, with a listener that asks for certificates of devices. Its back end uses the official
/// library, its devices Paho.
final class DeviceStage implements AutoCloseable {
    static final String LISTENER = "devices";

    private static final AtomicInteger CLIENTS = new AtomicInteger();

    private final Path folder;
    private final TestAuthority root;
    private final ServedProgram program;
    private final Credentials login;

    /// Starts it.
    ///
    /// @param root that clients believe, beside the certificate of the service; it is not registered
    /// @param options of `serve`, more ones
    DeviceStage(Path folder, TestAuthority root, String... options) throws IOException {
        this.folder = folder;
        this.root = root;
        List<String> all = new ArrayList<>(List.of(
                "--set=api.port=auto",
                "--set=admin.port=auto",
                "--set=listeners." + LISTENER + ".kind=tls",
                "--set=listeners." + LISTENER + ".port=auto",
                "--set=listeners." + LISTENER + ".tls.clientAuth=registered"));
        all.addAll(List.of(options));
        program = new ServedProgram(folder, all.toArray(String[]::new));
        program.start();
        login = program.credentials();
    }

    ServedProgram program() {
        return program;
    }

    Credentials login() {
        return login;
    }

    int port(String name) throws IOException {
        return RuntimeFile.read(folder.resolve("data")).orElseThrow().ports().get(name);
    }

    Answer call(String action, String... parameters) throws Exception {
        OfficialSdk sdk = new OfficialSdk.Tea("127.0.0.1:" + port("api"), login.accessKey(), login.secretKey());
        return sdk.call(action, "POST", true, Parameters.of("MqttInstanceId", login.instance(), parameters));
    }

    Answer good(String action, String... parameters) throws Exception {
        Answer answer = call(action, parameters);
        assertThat(answer.status()).as("%s %s", action, answer.json()).isEqualTo(200);
        return answer;
    }

    void register(TestAuthority ca) throws Exception {
        assertThat(registration(ca).status()).isEqualTo(200);
    }

    Answer registration(TestAuthority ca) throws Exception {
        String proof = ca.verification(good("GetRegisterCode").text("RegisterCode"));
        return call("RegisterCaCertificate", "CaName", "CA", "CaContent", ca.pem(), "VerificationContent", proof);
    }

    String clientId() {
        return login.group() + "@@@x" + CLIENTS.incrementAndGet();
    }

    Path certificate() {
        return folder.resolve("data").resolve("tls").resolve("server.crt");
    }

    SSLContext context(String version, KeyManager... shown) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (var in = Files.newInputStream(certificate())) {
            trusted.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        trusted.setCertificateEntry("root", root.own().certificate());
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance(version);
        context.init(shown, factory.getTrustManagers(), null);
        return context;
    }

    MqttConnectOptions options(String id, SSLContext context) {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setUserName("Signature|" + login.accessKey() + "|" + login.instance());
        options.setPassword(Signature.of(login.secretKey(), id).toCharArray());
        options.setSocketFactory(context.getSocketFactory());
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        return options;
    }

    MqttClient connect(String url, SSLContext context) throws MqttException {
        String id = clientId();
        MqttClient client = new MqttClient(url, id, new MemoryPersistence());
        try {
            client.connect(options(id, context));
        } catch (MqttException e) {
            client.close();
            throw e;
        }
        return client;
    }

    MqttClient connect(String version, KeyManager... shown) throws Exception {
        return connect("ssl://localhost:" + port(LISTENER), context(version, shown));
    }

    MqttClient connect(TestIdentity device) throws Exception {
        return connect("TLSv1.3", device.keyManagers());
    }

    static void leave(MqttClient client) throws MqttException {
        client.disconnect();
        client.close();
    }

    Answer registered(TestAuthority ca, TestIdentity device) throws Exception {
        return call("GetDeviceCertificate", "CaSn", ca.sn(), "DeviceSn", device.sn());
    }

    /// `1` active, `0` inactive.
    String status(TestAuthority ca, TestIdentity device) throws Exception {
        Answer answer = registered(ca, device);
        assertThat(answer.status()).as("%s", answer.json()).isEqualTo(200);
        return answer.json().path("Data").path("Status").asString();
    }

    @Override
    public void close() {
        program.close();
    }
}
