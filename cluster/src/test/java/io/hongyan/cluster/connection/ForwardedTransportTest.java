package io.hongyan.cluster.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.auth.AllowAllAuthenticator;
import io.hongyan.broker.auth.AuthExchange;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.packet.PingReq;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.transport.Peer;
import io.hongyan.transport.certificate.TestAuthority;
import io.hongyan.transport.certificate.TestAuthority.Wish;
import io.hongyan.transport.certificate.TestIdentity;
import io.hongyan.transport.endpoint.ListenerOptions.ClientAuth;
import io.hongyan.transport.endpoint.ListenerOptions.Kind;
import io.hongyan.transport.endpoint.TlsMaterial;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The socket may have TLS, or be one of WebSocket.
class ForwardedTransportTest {
    @TempDir
    private static Path folder;

    /// Lets everybody in, and remembers who came.
    private static final class Remembering implements Authenticator {
        private final Authenticator all = new AllowAllAuthenticator(TestNode.INSTANCE);
        final Queue<Peer> peers = new ConcurrentLinkedQueue<>();

        @Override
        public void authenticate(ConnectRequest request, Consumer<AuthResult> answer) {
            peers.add(request.peer());
            all.authenticate(request, answer);
        }

        @Override
        public @Nullable ClientPolicy policy(String instance) {
            return all.policy(instance);
        }

        @Override
        public @Nullable AuthExchange exchange(String method, ConnectRequest request) {
            return all.exchange(method, request);
        }
    }

    @Test
    void the_owner_sees_the_certificates_of_the_client() throws Exception {
        TestAuthority root = TestAuthority.root("root", "EC");
        TestIdentity server = root.issue(Wish.server("localhost"));
        TestAuthority below = root.below("below", "EC");
        TestIdentity device = below.device("device-7", "EC");
        Path certificate = Files.writeString(folder.resolve("server.crt"), server.chainPem());
        Path key = Files.writeString(folder.resolve("server.key"), server.keyPem());
        Path authority = Files.writeString(folder.resolve("root.crt"), root.pem());
        Remembering seen = new Remembering();
        try (TwoNodes nodes = TwoNodes.start(parts -> parts.with(seen))) {
            int port = nodes.a.listen(
                    Kind.TLS,
                    TlsMaterial.pem(new TlsMaterial.Files(certificate, key), authority, Map.of()),
                    ClientAuth.REQUIRED,
                    1 << 20);
            SSLSocket socket =
                    (SSLSocket) context(root, device).getSocketFactory().createSocket("localhost", port);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName("localhost")));
            socket.setSSLParameters(parameters);
            RawClient client = nodes.keep(new RawClient(socket));
            client.connect(Connecting.as(Version.MQTT_5, "tls")).expectAccepted();
            Peer peer = seen.peers.element();
            assertThat(peer.secure()).isTrue();
            assertThat(peer.serverName()).isEqualTo("localhost");
            assertThat(peer.listener()).isEqualTo("TLS");
            assertThat(peer.certificates()).isEqualTo(device.chain());
            var info = nodes.b.broker.client(TestNode.INSTANCE, "tls").join().orElseThrow();
            assertThat(info.toString()).contains(socket.getSession().getCipherSuite());
            String text = "x".repeat(100_000);
            client.subscribe(QoS.AT_MOST_ONCE, "t").publish("t", text).expectMessage("t", text);
            client.leave();
            nodes.expectNothingLeft();
        }
    }

    private static SSLContext context(TestAuthority root, TestIdentity device) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "root",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(
                                root.pem().getBytes(java.nio.charset.StandardCharsets.US_ASCII))));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(device.keyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    @Test
    void each_packet_is_a_message_of_its_own_over_web_socket() throws Exception {
        try (TwoNodes nodes = TwoNodes.start();
                HttpClient http = HttpClient.newHttpClient()) {
            int port = nodes.a.listen(Kind.WEBSOCKET);
            Messages messages = new Messages();
            WebSocket socket = http.newWebSocketBuilder()
                    .subprotocols("mqtt")
                    .buildAsync(URI.create("ws://127.0.0.1:" + port + "/mqtt"), messages)
                    .join();
            send(socket, Connecting.as(Version.MQTT_3_1_1, "ws").packet());
            assertThat(messages.next()).containsExactly(0x20, 2, 0, 0);
            send(socket, PingReq.PINGREQ);
            assertThat(messages.next()).containsExactly(0xd0, 0);
            var _ = socket.sendBinary(ByteBuffer.wrap(new byte[] {(byte) 0xc0, 0, (byte) 0xc0, 0}), true)
                    .join();
            assertThat(messages.next()).containsExactly(0xd0, 0);
            assertThat(messages.next()).containsExactly(0xd0, 0);
            var _ = socket.sendBinary(ByteBuffer.wrap(new byte[] {(byte) 0xe0, 0}), true)
                    .join();
            nodes.expectNothingLeft();
        }
    }

    private static void send(WebSocket socket, Packet packet) {
        byte[] bytes = packet instanceof Connect connect
                ? RawClient.bytes(connect, connect.version())
                : RawClient.bytes(packet, Version.MQTT_3_1_1);
        var _ = socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    /// What comes over a WebSocket.
    private static final class Messages implements WebSocket.Listener {
        private final LinkedBlockingQueue<byte[]> all = new LinkedBlockingQueue<>();

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            all.add(bytes);
            socket.request(1);
            return null;
        }

        byte[] next() throws InterruptedException {
            byte[] next = all.poll(20, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing came");
            }
            return next;
        }
    }
}
