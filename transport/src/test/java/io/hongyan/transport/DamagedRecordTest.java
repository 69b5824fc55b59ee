package io.hongyan.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.transport.endpoint.ListenerOptions;
import io.hongyan.transport.endpoint.TlsEngine;
import io.hongyan.transport.endpoint.TlsMaterial;
import io.hongyan.transport.endpoint.Transport;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What breaks the rules of TLS after the handshake ends the connection at once, with either engine.
class DamagedRecordTest {
    /// A record of application data that nobody encrypted.
    private static final byte[] DAMAGED = new byte[5 + 40];

    static {
        DAMAGED[0] = 23;
        DAMAGED[1] = 3;
        DAMAGED[2] = 3;
        DAMAGED[4] = 40;
    }

    @TempDir
    private Path folder;

    private final Transport transport = Transport.start("damaged", 1);
    private final Desk desk = new Desk();

    @AfterEach
    void close() {
        transport.close();
    }

    private Listener listen(TlsEngine engine) {
        return transport.listen(
                ListenerOptions.of(
                        "tls",
                        ListenerOptions.Kind.TLS,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        TlsMaterial.pem(Certificates.write(folder, "localhost"), null, Map.of(), engine)),
                desk);
    }

    private static SSLSocket secure(Socket plain, String version) throws Exception {
        SSLSocket secure = TlsSockets.over(plain);
        secure.setEnabledProtocols(new String[] {version});
        secure.startHandshake();
        return secure;
    }

    @ParameterizedTest
    @CsvSource({"BORINGSSL, TLSv1.2", "BORINGSSL, TLSv1.3", "JDK, TLSv1.2", "JDK, TLSv1.3"})
    void a_damaged_record_ends_the_connection_at_once(TlsEngine engine, String version) throws Exception {
        Listener listener = listen(engine);
        try (Socket plain = new Socket(
                        InetAddress.getLoopbackAddress(), listener.address().getPort());
                SSLSocket secure = secure(plain, version)) {
            secure.getOutputStream().write(Recorder.numbered(1));
            assertThat(Recorder.number(desk.recorder.nextFrame())).isEqualTo(1);
            plain.getOutputStream().write(DAMAGED);
            assertThat(desk.recorder.nextClose()).isEqualTo(CloseCause.FAULT);
            plain.setSoTimeout(10_000);
            skipToEnd(plain.getInputStream());
        }
        assertThat(desk.recorder.frames).isEmpty();
    }

    /// The server cannot know that the client still listens, and MQTT ends in both directions at once.
    @ParameterizedTest
    @CsvSource({"BORINGSSL, TLSv1.2", "BORINGSSL, TLSv1.3", "JDK, TLSv1.2", "JDK, TLSv1.3"})
    void who_ends_tls_and_keeps_the_socket_is_gone_all_the_same(TlsEngine engine, String version) throws Exception {
        Listener listener = listen(engine);
        try (Socket plain = new Socket(
                        InetAddress.getLoopbackAddress(), listener.address().getPort());
                SSLSocket secure = secure(plain, version)) {
            secure.getOutputStream().write(Recorder.numbered(1));
            secure.shutdownOutput();
            assertThat(Recorder.number(desk.recorder.nextFrame())).isEqualTo(1);
            assertThat(desk.recorder.nextClose()).isEqualTo(CloseCause.PEER);
            plain.setSoTimeout(10_000);
            skipToEnd(plain.getInputStream());
        }
    }

    /// TLS 1.3 lets both sides change their keys; BoringSSL takes 32 changes in a row.
    @Test
    void changes_of_keys_keep_the_connection() throws Exception {
        Listener listener = listen(TlsEngine.BORINGSSL);
        try (Socket plain = new Socket(
                        InetAddress.getLoopbackAddress(), listener.address().getPort());
                SSLSocket secure = secure(plain, "TLSv1.3")) {
            for (int number = 1; number <= 50; number++) {
                secure.startHandshake(); // in TLS 1.3 a change of keys
                secure.getOutputStream().write(Recorder.numbered(number));
                assertThat(Recorder.number(desk.recorder.nextFrame())).isEqualTo(number);
            }
            Connection connection = desk.next();
            connection.loop().execute(() -> Recorder.send(connection, Recorder.numbered(51)));
            assertThat(secure.getInputStream().readNBytes(6)).isEqualTo(Recorder.numbered(51));
        }
    }

    private static void skipToEnd(InputStream in) throws Exception {
        while (in.read() >= 0) {
            // an alert, and what was sent before it
        }
    }
}
