package io.hongyan.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.transport.endpoint.ListenerOptions;
import io.hongyan.transport.endpoint.TlsMaterial;
import io.hongyan.transport.endpoint.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// More clients begin TLS at once than a turn of a loop has time for.
class ManyHandshakesTest {
    private static final int CLIENTS = 100;

    @TempDir
    private Path folder;

    private final Transport transport = Transport.start("many", 1);
    private final Desk desk = new Desk();

    @AfterEach
    void close() {
        transport.close();
    }

    private ListenerOptions options() {
        return ListenerOptions.of(
                "tls",
                ListenerOptions.Kind.TLS,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                TlsMaterial.pem(Certificates.write(folder, "localhost"), null, Map.of()));
    }

    private Listener listen() {
        return transport.listen(options(), desk);
    }

    private Listener listenBehindProxy() {
        ListenerOptions usual = options();
        return transport.listen(Listening.with(usual, true, usual.clientAuth()), desk);
    }

    @Test
    void all_of_them_get_in() throws Exception {
        Listener listener = listen();
        List<Future<?>> clients = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int number = 0; number < CLIENTS; number++) {
                byte[] frame = Recorder.numbered(number);
                clients.add(threads.submit(() -> {
                    try (SSLSocket socket = TlsSockets.open(listener)) {
                        socket.getOutputStream().write(frame);
                        socket.getInputStream().read(); // until the server has closed
                    }
                    return null;
                }));
            }
            for (int number = 0; number < CLIENTS; number++) {
                desk.recorder.nextFrame();
            }
            for (Connection connection : desk.connections) {
                connection.loop().execute(connection::close);
            }
        }
        for (Future<?> client : clients) {
            client.get();
        }
        assertThat(desk.troubles).isEmpty();
    }

    @Test
    void a_proxy_header_does_not_wait_with_the_handshake_behind_it() throws Exception {
        Listener listener = listenBehindProxy();
        try (Socket plain =
                new Socket(InetAddress.getLoopbackAddress(), listener.address().getPort())) {
            plain.setSoTimeout(20_000);
            plain.getOutputStream().write("PROXY TCP4 192.0.2.7 192.0.2.1 4711 1883\r\n".getBytes(US_ASCII));
            try (SSLSocket secure = TlsSockets.over(plain)) {
                secure.getOutputStream().write(Recorder.numbered(7));
                assertThat(Recorder.number(desk.recorder.nextFrame())).isEqualTo(7);
                assertThat(desk.next().peer().address().getPort()).isEqualTo(4711);
            }
        }
        assertThat(desk.troubles).isEmpty();
    }

    @Test
    void who_leaves_while_it_waits_disturbs_nobody() throws Exception {
        Listener listener = listen();
        byte[] hello = {22, 3, 1, 0, 100, 1, 0, 0};
        for (int number = 0; number < CLIENTS; number++) {
            try (Socket socket = new Socket(
                    InetAddress.getLoopbackAddress(), listener.address().getPort())) {
                socket.getOutputStream().write(hello);
            }
        }
        try (SSLSocket socket = TlsSockets.open(listener)) {
            socket.getOutputStream().write(Recorder.numbered(7));
            assertThat(Recorder.number(desk.recorder.nextFrame())).isEqualTo(7);
        }
    }
}
