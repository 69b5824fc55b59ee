package io.hongyan.conformance.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hongyan.auth.Signature;
import io.hongyan.broker.SystemClock;
import io.hongyan.codec.foreign.NeedsProgram;
import io.hongyan.conformance.ServedProgram;
import io.hongyan.conformance.openapi.OfficialSdk.Answer;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.data.RuntimeFile;
import io.hongyan.transport.certificate.TestAuthority;
import io.hongyan.transport.certificate.TestAuthority.Wish;
import io.hongyan.transport.certificate.TestIdentity;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Devices that show a certificate (X.509), to the service in a process, by foreign clients; the back end uses the
/// official library.
class DeviceCertificatesTest {
    private static final String GROUP = "GID_default";
    private static final String LISTENER = "devices";

    @TempDir
    private static Path folder;

    private static final TestAuthority ROOT = TestAuthority.root("root of devices", "RSA");
    private static ServedProgram program;
    private static Credentials login;
    private static int next;

    @BeforeAll
    static void start() throws Exception {
        program = new ServedProgram(
                folder,
                "--set=api.port=auto",
                "--set=admin.port=auto",
                "--set=listeners." + LISTENER + ".kind=tls",
                "--set=listeners." + LISTENER + ".port=auto",
                "--set=listeners." + LISTENER + ".tls.clientAuth=registered");
        program.start();
        login = program.credentials();
        register(ROOT);
    }

    @AfterAll
    static void stop() {
        program.close();
    }

    private static int port(String name) throws IOException {
        return RuntimeFile.read(folder.resolve("data")).orElseThrow().ports().get(name);
    }

    private static Answer call(String action, String... parameters) throws Exception {
        OfficialSdk sdk = new OfficialSdk.Tea("127.0.0.1:" + port("api"), login.accessKey(), login.secretKey());
        return sdk.call(action, "POST", true, Parameters.of("MqttInstanceId", login.instance(), parameters));
    }

    private static Answer good(String action, String... parameters) throws Exception {
        Answer answer = call(action, parameters);
        assertThat(answer.status()).as("%s %s", action, answer.json()).isEqualTo(200);
        return answer;
    }

    private static void register(TestAuthority ca) throws Exception {
        String proof = ca.verification(good("GetRegisterCode").text("RegisterCode"));
        good("RegisterCaCertificate", "CaName", "CA", "CaContent", ca.pem(), "VerificationContent", proof);
    }

    private static String clientId() {
        return GROUP + "@@@x" + ++next;
    }

    private static SSLContext context(String version, KeyManager... shown)
            throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (var in = Files.newInputStream(serverCertificate())) {
            trusted.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        trusted.setCertificateEntry("root", ROOT.own().certificate());
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance(version);
        context.init(shown, factory.getTrustManagers(), null);
        return context;
    }

    private static Path serverCertificate() {
        return folder.resolve("data").resolve("tls").resolve("server.crt");
    }

    private static MqttClient connect(String version, KeyManager... shown) throws Exception {
        String id = clientId();
        MqttClient client = new MqttClient("ssl://localhost:" + port(LISTENER), id, new MemoryPersistence());
        MqttConnectOptions options = new MqttConnectOptions();
        options.setUserName("Signature|" + login.accessKey() + "|" + login.instance());
        options.setPassword(Signature.of(login.secretKey(), id).toCharArray());
        options.setSocketFactory(context(version, shown).getSocketFactory());
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        try {
            client.connect(options);
        } catch (MqttException e) {
            client.close();
            throw e;
        }
        return client;
    }

    private static MqttClient connect(TestIdentity device) throws Exception {
        return connect("TLSv1.3", device.keyManagers());
    }

    private static void leave(MqttClient client) throws MqttException {
        client.disconnect();
        client.close();
    }

    private static String status(TestAuthority ca, TestIdentity device) throws Exception {
        return good("GetDeviceCertificate", "CaSn", ca.sn(), "DeviceSn", device.sn())
                .json()
                .path("Data")
                .path("Status")
                .asString();
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, RSA", "TLSv1.2, EC", "TLSv1.3, RSA", "TLSv1.3, EC"})
    void a_device_gets_in_with_a_certificate_and_is_registered(String version, String kind) throws Exception {
        TestIdentity device = ROOT.device("lamp", kind);
        leave(connect(version, device.keyManagers()));
        assertThat(status(ROOT, device)).isEqualTo("1");
    }

    @Test
    void a_chain_of_three_is_followed() throws Exception {
        TestIdentity device = ROOT.below("factory", "EC").device("lamp", "EC");
        assertThat(device.chain()).hasSize(2);
        leave(connect(device));
        assertThat(status(ROOT, device)).isEqualTo("1");
    }

    @Test
    void a_handshake_with_a_certificate_that_does_not_count_fails() throws Exception {
        Instant now = Instant.ofEpochMilli(new SystemClock().wallMillis());
        Wish lamp = Wish.device("lamp", "EC");
        for (TestIdentity device : List.of(
                TestAuthority.root("stranger", "EC").device("lamp", "EC"),
                ROOT.issue(lamp.valid(now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1)))),
                ROOT.issue(lamp.valid(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(2)))),
                ROOT.issue(lamp.purpose(KeyPurposeId.id_kp_serverAuth)))) {
            for (String version : List.of("TLSv1.2", "TLSv1.3")) {
                assertThatThrownBy(() -> connect(version, device.keyManagers()))
                        .isInstanceOf(MqttException.class)
                        .hasMessageNotContaining("not authorized");
            }
            assertThat(call("GetDeviceCertificate", "CaSn", ROOT.sn(), "DeviceSn", device.sn())
                            .text("Code"))
                    .isEqualTo("CertificateNotFound");
        }
        leave(connect("TLSv1.3")); // the listener goes on, and asks for none
    }

    @Test
    void a_certificate_that_is_deactivated_ends_the_connection_and_keeps_the_device_out() throws Exception {
        TestIdentity device = ROOT.device("lamp", "EC");
        MqttClient client = connect(device);
        good("InactivateDeviceCertificate", "CaSn", ROOT.sn(), "DeviceSn", device.sn());
        await().until(() -> !client.isConnected());
        client.close();
        assertThatThrownBy(() -> connect(device)).hasMessageContaining("uthorized");
        good("ActiveDeviceCertificate", "CaSn", ROOT.sn(), "DeviceSn", device.sn());
        leave(connect(device));
    }

    @Test
    void a_ca_that_is_deleted_ends_the_connections_of_its_devices_alone() throws Exception {
        TestAuthority ca = TestAuthority.root("short lived", "EC");
        register(ca);
        TestIdentity device = ca.device("lamp", "EC");
        MqttClient client = connect(device);
        MqttClient other = connect(ROOT.device("lamp", "EC"));
        good("InactivateCaCertificate", "Sn", ca.sn());
        assertThatThrownBy(() -> connect(ca.device("stove", "EC"))).hasMessageContaining("uthorized");
        leave(connect(device)); // it is registered
        good("DeleteCaCertificate", "Sn", ca.sn());
        await().until(() -> !client.isConnected());
        client.close();
        assertThatThrownBy(() -> connect(device)).isInstanceOf(MqttException.class);
        assertThat(other.isConnected()).isTrue();
        leave(other);
    }

    /// A session of TLS that is resumed shows no certificate again, and tells the one of before.
    @Test
    void a_resumed_session_is_that_of_the_certificate_of_before() throws Exception {
        TestIdentity device = ROOT.device("lamp", "EC");
        SSLContext context = context("TLSv1.2", device.keyManagers());
        long before = handshake(context).getSession().getCreationTime();
        assertThat(handshake(context).getSession().getCreationTime()).isEqualTo(before);
        String id = clientId();
        MqttClient client = new MqttClient("ssl://localhost:" + port(LISTENER), id, new MemoryPersistence());
        MqttConnectOptions options = new MqttConnectOptions();
        options.setUserName("Signature|" + login.accessKey() + "|" + login.instance());
        options.setPassword(Signature.of(login.secretKey(), id).toCharArray());
        options.setSocketFactory(context.getSocketFactory());
        client.connect(options);
        client.disconnect();
        good("InactivateDeviceCertificate", "CaSn", ROOT.sn(), "DeviceSn", device.sn());
        assertThatThrownBy(() -> client.connect(options)).hasMessageContaining("uthorized");
        client.close();
    }

    private static SSLSocket handshake(SSLContext context) throws IOException {
        try (SSLSocket socket = (SSLSocket)
                context.getSocketFactory().createSocket(InetAddress.getByName("localhost"), port(LISTENER))) {
            socket.startHandshake();
            return socket;
        }
    }

    @Test
    @NeedsProgram("mosquitto_pub")
    void a_client_in_c_gets_in_with_a_certificate() throws Exception {
        TestIdentity device = ROOT.below("factory", "RSA").device("lamp", "RSA");
        assertThat(mosquitto(device)).isEmpty();
        assertThat(status(ROOT, device)).isEqualTo("1");
        assertThat(mosquitto(TestAuthority.root("stranger", "RSA").device("lamp", "RSA")))
                .isNotEmpty();
    }

    private static String mosquitto(TestIdentity device) throws IOException, InterruptedException {
        Path certificate = Files.writeString(folder.resolve("device.crt"), device.chainPem());
        Path key = Files.writeString(folder.resolve("device.key"), device.keyPem());
        String id = clientId();
        List<String> command = List.of(
                "mosquitto_pub",
                "-h",
                "localhost",
                "-p",
                Integer.toString(port(LISTENER)),
                "-i",
                id,
                "-u",
                "Signature|" + login.accessKey() + "|" + login.instance(),
                "-P",
                Signature.of(login.secretKey(), id),
                "--cafile",
                serverCertificate().toString(),
                "--cert",
                certificate.toString(),
                "--key",
                key.toString(),
                "-t",
                "TopicDefault/x",
                "-m",
                "hello",
                "-q",
                "1");
        Process ran = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(ran.getInputStream().readAllBytes(), UTF_8);
        return ran.waitFor() == 0 ? "" : "failed: " + output;
    }

    @Test
    void an_uploaded_certificate_is_shown_to_who_asks_for_its_host_name() throws Exception {
        TestIdentity server = ROOT.issue(Wish.server("mqtt.example.com"));
        Path certificate = Files.writeString(folder.resolve("uploaded.crt"), server.chainPem());
        Path key = Files.writeString(folder.resolve("uploaded.key"), server.keyPem());
        program.run(
                "admin", "certificate", "upload", "monday", "--cert", certificate.toString(), "--key", key.toString());
        good("SetSniConfig", "DefaultCertificate", "default", "SniConfig", "mqtt.example.com#monday#");
        assertThat(shownFor("mqtt.example.com")).isEqualTo(server.certificate().getSerialNumber());
        BigInteger usual = shownFor("else.example.com");
        assertThat(usual).isNotEqualTo(server.certificate().getSerialNumber());
        good("SetSniConfig", "DefaultCertificate", "monday");
        assertThat(shownFor("else.example.com")).isEqualTo(server.certificate().getSerialNumber());
        program.run("admin", "certificate", "assign", "--none");
        assertThat(shownFor("mqtt.example.com")).isEqualTo(usual);
    }

    private static BigInteger shownFor(String host) throws Exception {
        try (SSLSocket socket = (SSLSocket)
                context("TLSv1.3").getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port(LISTENER))) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(host)));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }

    @Test
    void an_instance_with_two_way_tls_ends_and_refuses_those_without_a_certificate() throws Exception {
        MqttClient plain = connect("TLSv1.3");
        MqttClient shown = connect(ROOT.device("lamp", "EC"));
        program.run("admin", "instance", "tls", login.instance(), "two-way");
        await().until(() -> !plain.isConnected());
        plain.close();
        assertThat(shown.isConnected()).isTrue();
        assertThatThrownBy(() -> connect("TLSv1.3")).hasMessageContaining("uthorized");
        program.run("admin", "instance", "tls", login.instance(), "one-way");
        leave(connect("TLSv1.3"));
        leave(shown);
    }

    @Test
    void what_is_registered_survives_a_kill() throws Exception {
        TestIdentity device = ROOT.device("lamp", "EC");
        leave(connect(device));
        TestIdentity kept = ROOT.device("stove", "EC");
        leave(connect(kept));
        good("InactivateDeviceCertificate", "CaSn", ROOT.sn(), "DeviceSn", device.sn());
        String code = good("GetRegisterCode").text("RegisterCode");
        program.kill();
        program.start();
        assertThat(good("GetRegisterCode").text("RegisterCode")).isEqualTo(code);
        assertThat(status(ROOT, device)).isEqualTo("0");
        assertThatThrownBy(() -> connect(device)).hasMessageContaining("uthorized");
        leave(connect(kept));
    }
}
