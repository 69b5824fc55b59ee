package io.hongyan.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.broker.SystemClock;
import io.hongyan.transport.Certificates;
import io.hongyan.transport.endpoint.ListenerOptions.ClientAuth;
import io.hongyan.transport.endpoint.TlsMaterial;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: an endpoint speaks TLS with the certificates of the service, and a new certificate needs no restart.
class HttpTlsTest {
    @TempDir
    private Path folder;

    private HttpEndpoint endpoint;

    private void start(TlsMaterial material, ClientAuth clients) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        endpoint = HttpEndpoint.start(
                "test",
                any,
                HttpLimits.defaults(),
                new HttpTls(material, clients),
                new SystemClock(),
                request -> Response.json(200, Map.of("path", request.rawPath())));
    }

    @AfterEach
    void stop() {
        endpoint.close();
    }

    /// @return who answered
    private String ask(SSLContext context) throws IOException {
        try (SSLSocket socket = (SSLSocket)
                context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), endpoint.port())) {
            socket.getOutputStream()
                    .write("GET /secret HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1));
            assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
                    .startsWith("HTTP/1.1 200")
                    .contains("/secret");
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return shown.getSubjectX500Principal().getName();
        }
    }

    private static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Everybody()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_certificate_that_is_replaced_is_shown_to_new_connections() throws Exception {
        TlsMaterial.Files one = Certificates.write(folder, "one");
        TlsMaterial.Files two = Certificates.write(folder, "two");
        TlsMaterial material = TlsMaterial.pem(one, null, Map.of());
        start(material, ClientAuth.NONE);
        SSLContext client = trusting(); // the same, which would like to go on with its session
        assertThat(ask(client)).isEqualTo("CN=one");
        Files.copy(two.certificates(), one.certificates(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(two.key(), one.key(), StandardCopyOption.REPLACE_EXISTING);
        material.reload();
        assertThat(ask(client)).isEqualTo("CN=two");
    }

    @Test
    void a_client_without_a_certificate_is_turned_away_where_one_is_required() throws Exception {
        TlsMaterial.Files own = Certificates.write(folder, "own");
        Path authority = Certificates.write(folder, "authority").certificates();
        start(TlsMaterial.pem(own, authority, Map.of()), ClientAuth.REQUIRED);
        assertThatThrownBy(() -> ask(trusting())).isInstanceOf(IOException.class);
    }

    @Test
    void a_request_without_tls_is_not_answered() throws Exception {
        start(TlsMaterial.pem(Certificates.write(folder, "own"), null, Map.of()), ClientAuth.NONE);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(ISO_8859_1));
            assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
                    .doesNotContain("HTTP/");
        }
    }

    private static final class Everybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
