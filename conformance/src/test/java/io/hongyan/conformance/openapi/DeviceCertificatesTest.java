package io.hongyan.conformance.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hongyan.auth.Signature;
import io.hongyan.broker.SystemClock;
import io.hongyan.codec.foreign.NeedsProgram;
import io.hongyan.transport.certificate.TestAuthority;
import io.hongyan.transport.certificate.TestAuthority.Wish;
import io.hongyan.transport.certificate.TestIdentity;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
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
    private static final TestAuthority ROOT = TestAuthority.root("root of devices", "RSA");

    @TempDir
    private static Path folder;

    private static DeviceStage service;

    @BeforeAll
    static void start() throws Exception {
        service = new DeviceStage(folder, ROOT);
        service.register(ROOT);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, RSA", "TLSv1.2, EC", "TLSv1.3, RSA", "TLSv1.3, EC"})
    void a_device_gets_in_with_a_certificate_and_is_registered(String version, String kind) throws Exception {
        TestIdentity device = ROOT.device("lamp", kind);
        DeviceStage.leave(service.connect(version, device.keyManagers()));
        assertThat(service.status(ROOT, device)).isEqualTo("1");
    }

    @Test
    void a_chain_of_three_is_followed() throws Exception {
        TestIdentity device = ROOT.below("factory", "EC").device("lamp", "EC");
        assertThat(device.chain()).hasSize(2);
        DeviceStage.leave(service.connect(device));
        assertThat(service.status(ROOT, device)).isEqualTo("1");
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
                assertThatThrownBy(() -> service.connect(version, device.keyManagers()))
                        .isInstanceOf(MqttException.class)
                        .hasMessageNotContaining("not authorized");
            }
            assertThat(service.call("GetDeviceCertificate", "CaSn", ROOT.sn(), "DeviceSn", device.sn())
                            .text("Code"))
                    .isEqualTo("CertificateNotFound");
        }
        DeviceStage.leave(service.connect("TLSv1.3")); // the listener goes on, and asks for none
    }

    @Test
    void a_certificate_that_is_deactivated_ends_the_connection_and_keeps_the_device_out() throws Exception {
        TestIdentity device = ROOT.device("lamp", "EC");
        MqttClient client = service.connect(device);
        service.good("InactivateDeviceCertificate", "CaSn", ROOT.sn(), "DeviceSn", device.sn());
        await().until(() -> !client.isConnected());
        client.close();
        assertThatThrownBy(() -> service.connect(device)).hasMessageContaining("uthorized");
        service.good("ActiveDeviceCertificate", "CaSn", ROOT.sn(), "DeviceSn", device.sn());
        DeviceStage.leave(service.connect(device));
    }

    @Test
    void a_ca_that_is_deleted_ends_the_connections_of_its_devices_alone() throws Exception {
        TestAuthority ca = TestAuthority.root("short lived", "EC");
        service.register(ca);
        TestIdentity device = ca.device("lamp", "EC");
        MqttClient client = service.connect(device);
        MqttClient other = service.connect(ROOT.device("lamp", "EC"));
        service.good("InactivateCaCertificate", "Sn", ca.sn());
        assertThatThrownBy(() -> service.connect(ca.device("stove", "EC"))).hasMessageContaining("uthorized");
        DeviceStage.leave(service.connect(device)); // it is registered
        service.good("DeleteCaCertificate", "Sn", ca.sn());
        await().until(() -> !client.isConnected());
        client.close();
        assertThatThrownBy(() -> service.connect(device)).isInstanceOf(MqttException.class);
        assertThat(other.isConnected()).isTrue();
        DeviceStage.leave(other);
    }

    /// A session of TLS that is resumed shows no certificate again, and tells the one of before.
    @Test
    void a_resumed_session_is_that_of_the_certificate_of_before() throws Exception {
        TestIdentity device = ROOT.device("lamp", "EC");
        SSLContext context = service.context("TLSv1.2", device.keyManagers());
        long before = handshake(context).getSession().getCreationTime();
        assertThat(handshake(context).getSession().getCreationTime()).isEqualTo(before);
        String id = service.clientId();
        String url = "ssl://localhost:" + service.port(DeviceStage.LISTENER);
        MqttClient client = new MqttClient(url, id, new MemoryPersistence());
        MqttConnectOptions options = service.options(id, context);
        client.connect(options);
        client.disconnect();
        service.good("InactivateDeviceCertificate", "CaSn", ROOT.sn(), "DeviceSn", device.sn());
        assertThatThrownBy(() -> client.connect(options)).hasMessageContaining("uthorized");
        client.close();
    }

    private static SSLSocket handshake(SSLContext context) throws IOException {
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(InetAddress.getByName("localhost"), service.port(DeviceStage.LISTENER))) {
            socket.startHandshake();
            return socket;
        }
    }

    @Test
    @NeedsProgram("mosquitto_pub")
    void a_client_in_c_gets_in_with_a_certificate() throws Exception {
        TestIdentity device = ROOT.below("factory", "RSA").device("lamp", "RSA");
        assertThat(mosquitto(device)).isEmpty();
        assertThat(service.status(ROOT, device)).isEqualTo("1");
        assertThat(mosquitto(TestAuthority.root("stranger", "RSA").device("lamp", "RSA")))
                .isNotEmpty();
    }

    private static String mosquitto(TestIdentity device) throws IOException, InterruptedException {
        Path certificate = Files.writeString(folder.resolve("device.crt"), device.chainPem());
        Path key = Files.writeString(folder.resolve("device.key"), device.keyPem());
        String id = service.clientId();
        List<String> command = List.of(
                "mosquitto_pub",
                "-h",
                "localhost",
                "-p",
                Integer.toString(service.port(DeviceStage.LISTENER)),
                "-i",
                id,
                "-u",
                "Signature|" + service.login().accessKey() + "|"
                        + service.login().instance(),
                "-P",
                Signature.of(service.login().secretKey(), id),
                "--cafile",
                service.certificate().toString(),
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
        service.program()
                .run(
                        "admin",
                        "certificate",
                        "upload",
                        "monday",
                        "--cert",
                        certificate.toString(),
                        "--key",
                        key.toString());
        service.good("SetSniConfig", "DefaultCertificate", "default", "SniConfig", "mqtt.example.com#monday#");
        assertThat(shownFor("mqtt.example.com")).isEqualTo(server.certificate().getSerialNumber());
        BigInteger usual = shownFor("else.example.com");
        assertThat(usual).isNotEqualTo(server.certificate().getSerialNumber());
        service.good("SetSniConfig", "DefaultCertificate", "monday");
        assertThat(shownFor("else.example.com")).isEqualTo(server.certificate().getSerialNumber());
        service.program().run("admin", "certificate", "assign", "--none");
        assertThat(shownFor("mqtt.example.com")).isEqualTo(usual);
    }

    private static BigInteger shownFor(String host) throws Exception {
        try (SSLSocket socket = (SSLSocket) service.context("TLSv1.3")
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), service.port(DeviceStage.LISTENER))) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(host)));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }

    @Test
    void an_instance_with_two_way_tls_ends_and_refuses_those_without_a_certificate() throws Exception {
        MqttClient plain = service.connect("TLSv1.3");
        MqttClient shown = service.connect(ROOT.device("lamp", "EC"));
        service.program().run("admin", "instance", "tls", service.login().instance(), "two-way");
        await().until(() -> !plain.isConnected());
        plain.close();
        assertThat(shown.isConnected()).isTrue();
        assertThatThrownBy(() -> service.connect("TLSv1.3")).hasMessageContaining("uthorized");
        service.program().run("admin", "instance", "tls", service.login().instance(), "one-way");
        DeviceStage.leave(service.connect("TLSv1.3"));
        DeviceStage.leave(shown);
    }

    @Test
    void what_is_registered_survives_a_kill() throws Exception {
        TestIdentity device = ROOT.device("lamp", "EC");
        DeviceStage.leave(service.connect(device));
        TestIdentity kept = ROOT.device("stove", "EC");
        DeviceStage.leave(service.connect(kept));
        service.good("InactivateDeviceCertificate", "CaSn", ROOT.sn(), "DeviceSn", device.sn());
        String code = service.good("GetRegisterCode").text("RegisterCode");
        service.program().kill();
        service.program().start();
        assertThat(service.good("GetRegisterCode").text("RegisterCode")).isEqualTo(code);
        assertThat(service.status(ROOT, device)).isEqualTo("0");
        assertThatThrownBy(() -> service.connect(device)).hasMessageContaining("uthorized");
        DeviceStage.leave(service.connect(kept));
    }
}
