package io.hongyan.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.codec.ReasonCode;
import io.hongyan.transport.endpoint.ListenerOptions;
import io.hongyan.transport.endpoint.ListenerOptions.Kind;
import io.hongyan.transport.endpoint.TlsMaterial;
import io.hongyan.transport.mqtt.MqttFraming;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@SuppressWarnings("AddressSelection") // loopback is one address
class TransportTest extends TwoLoops {
    @ParameterizedTest
    @EnumSource(Kind.class)
    void frames_go_both_ways_over_every_kind_of_endpoint(Kind kind) throws Exception {
        Desk desk = new Desk();
        Recorder client = new Recorder();
        Listener listener = listen(kind, desk);
        Connection out = connect(
                kind, listener.address().getPort(), client, transport.loops().getFirst());
        onLoop(out, () -> Recorder.send(out, Recorder.numbered(1)));
        assertThat(Recorder.number(desk.recorder.nextFrame())).isEqualTo(1);
        Connection in = desk.next();
        onLoop(in, () -> {
            Recorder.send(in, Recorder.numbered(2));
            Recorder.send(in, Recorder.numbered(3));
        });
        assertThat(Recorder.number(client.nextFrame())).isEqualTo(2);
        assertThat(Recorder.number(client.nextFrame())).isEqualTo(3);
        assertThat(in.peer().secure()).isEqualTo(kind.secure());
        onLoop(out, out::close);
        assertThat(desk.recorder.nextClose()).isNotNull();
        Awaitility.await().until(() -> desk.left.get() == 1);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_frame_that_its_encoder_left_unfinished_is_not_sent(Kind kind) throws Exception {
        Desk desk = new Desk();
        Listener listener = listen(kind, desk);
        Connection out = connect(
                kind,
                listener.address().getPort(),
                new Recorder(),
                transport.loops().getFirst());
        onLoop(out, () -> {
            Recorder.send(out, Recorder.numbered(1));
            assertThat(out.frame(40).remaining()).isEqualTo(40);
            Recorder.send(out, Recorder.numbered(2));
            out.frame(70_000).put((byte) 0x30);
        });
        onLoop(out, () -> Recorder.send(out, Recorder.numbered(3)));
        for (int number = 1; number <= 3; number++) {
            assertThat(Recorder.number(desk.recorder.nextFrame())).isEqualTo(number);
        }
        onLoop(out, out::close);
    }

    @Test
    void a_listener_on_a_name_without_address_says_so() {
        InetSocketAddress unknown = InetSocketAddress.createUnresolved("no-such-host.invalid", 0);
        ListenerOptions options = ListenerOptions.of("outside", Kind.TCP, unknown, null);
        assertThatThrownBy(() -> transport.listen(options, new Desk()))
                .isInstanceOf(TransportException.class)
                .hasMessage("cannot listen on no-such-host.invalid for outside: no address is known for that name");
    }

    @Test
    void a_frame_split_at_any_byte_arrives_whole() throws Exception {
        Desk desk = new Desk();
        Listener listener = listen(Kind.TCP, desk);
        byte[] frame = new byte[302];
        frame[0] = 0x30;
        frame[1] = (byte) ((299 & 0x7f) | 0x80);
        frame[2] = (byte) (299 >> 7);
        try (Socket socket = new Socket("127.0.0.1", listener.address().getPort())) {
            socket.setTcpNoDelay(true);
            OutputStream stream = socket.getOutputStream();
            for (int split = 1; split < frame.length; split++) {
                stream.write(frame, 0, split);
                stream.flush();
                stream.write(frame, split, frame.length - split);
                stream.flush();
                assertThat(desk.recorder.nextFrame()).isEqualTo(frame);
            }
        }
        assertThat(desk.recorder.nextClose()).isEqualTo(CloseCause.PEER);
    }

    @Test
    void many_frames_in_one_segment_arrive_one_by_one() throws Exception {
        Desk desk = new Desk();
        Listener listener = listen(Kind.TCP, desk);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 1000; i++) {
            all.write(Recorder.numbered(i));
        }
        try (Socket socket = new Socket("127.0.0.1", listener.address().getPort())) {
            socket.getOutputStream().write(all.toByteArray());
            for (int i = 0; i < 1000; i++) {
                assertThat(Recorder.number(desk.recorder.nextFrame())).isEqualTo(i);
            }
        }
    }

    @Test
    void a_frame_above_the_limit_is_refused_by_its_header_alone() throws Exception {
        Desk desk = new Desk() {
            @Override
            public Framing framing() {
                return MqttFraming.ANY;
            }

            @Override
            public ConnectionHandler accepted(Connection connection) {
                connection.frameLimit(1000);
                return super.accepted(connection);
            }
        };
        Listener listener = listen(Kind.TCP, desk);
        try (Socket socket = new Socket("127.0.0.1", listener.address().getPort())) {
            socket.getOutputStream().write(new byte[] {0x30, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f});
            assertThat(desk.recorder.violations.poll(10, TimeUnit.SECONDS))
                    .isNotNull()
                    .satisfies(violation -> assertThat(violation.reason()).isEqualTo(ReasonCode.PACKET_TOO_LARGE));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void a_reader_that_stops_builds_a_backlog_and_drains_it_when_it_reads_again() throws Exception {
        Desk desk = new Desk();
        Listener listener = listen(Kind.TCP, desk);
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(8192);
            socket.connect(listener.address());
            Connection connection = desk.next();
            byte[] large = new byte[1 << 20];
            large[0] = 0x30;
            CompletableFuture<Long> backlog = new CompletableFuture<>();
            onLoop(connection, () -> {
                for (int i = 0; i < 16; i++) {
                    Recorder.send(connection, large);
                }
                onLoop(connection, () -> onLoop(connection, () -> backlog.complete(connection.backlog())));
            });
            assertThat(backlog.get(10, TimeUnit.SECONDS)).isGreaterThan(1 << 20);
            socket.getInputStream().readNBytes(16 << 20);
            Awaitility.await().until(() -> desk.recorder.drains.get() > 0);
        }
    }

    @Test
    void what_was_appended_before_close_arrives_whole_at_a_slow_reader() throws Exception {
        Desk desk = new Desk();
        Listener listener = listen(Kind.TCP, desk);
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(8192);
            socket.connect(listener.address());
            Connection connection = desk.next();
            onLoop(connection, () -> {
                for (int i = 0; i < 8; i++) {
                    Recorder.send(connection, new byte[1 << 20]);
                }
                connection.close();
                Recorder.send(connection, new byte[100]);
            });
            assertThat(socket.getInputStream().readAllBytes()).hasSize(8 << 20);
        }
        assertThat(desk.recorder.nextClose()).isEqualTo(CloseCause.LOCAL);
    }

    @Test
    void abort_does_not_wait_for_a_close_that_is_under_way() throws Exception {
        Desk desk = new Desk();
        Listener listener = listen(Kind.TCP, desk);
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(8192);
            socket.connect(listener.address());
            Connection connection = desk.next();
            onLoop(connection, () -> {
                Recorder.send(connection, new byte[16 << 20]);
                connection.close();
                onLoop(connection, () -> onLoop(connection, connection::abort));
            });
            assertThat(desk.recorder.nextClose()).isEqualTo(CloseCause.LOCAL);
        }
    }

    @Test
    void threads_are_named_and_numbered() throws Exception {
        for (int i = 0; i < 2; i++) {
            CompletableFuture<String> name = new CompletableFuture<>();
            transport
                    .loops()
                    .get(i)
                    .execute(() -> name.complete(Thread.currentThread().getName()));
            assertThat(name.get(10, TimeUnit.SECONDS)).isEqualTo("test-loop-" + i);
        }
    }

    @Test
    void a_peer_that_never_reads_cannot_keep_a_closed_connection() throws Exception {
        Desk desk = new Desk();
        Listener listener = listen(Kind.TCP, desk);
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(8192);
            socket.connect(listener.address());
            Connection connection = desk.next();
            onLoop(connection, () -> {
                for (int i = 0; i < 16; i++) {
                    Recorder.send(connection, new byte[1 << 20]);
                }
                connection.close();
            });
            assertThat(desk.recorder.nextClose()).isEqualTo(CloseCause.LOCAL);
            assertThat(desk.recorder.closes).isEmpty();
        }
    }

    @Test
    void an_address_that_is_not_admitted_is_closed_at_once() throws Exception {
        Desk desk = new Desk() {
            @Override
            public boolean admit(InetSocketAddress address) {
                return false;
            }
        };
        Listener listener = listen(Kind.TCP, desk);
        try (Socket socket = new Socket("127.0.0.1", listener.address().getPort())) {
            assertThat(endOf(socket)).isTrue();
        }
        assertThat(desk.connections).isEmpty();
    }

    private static boolean endOf(Socket socket) {
        try {
            return socket.getInputStream().read() == -1;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void the_address_in_a_proxy_header_is_the_peers() throws Exception {
        Desk desk = new Desk();
        ListenerOptions plain = ListenerOptions.of("test", Kind.TCP, loopback(), null);
        ListenerOptions behindProxy = new ListenerOptions(
                plain.name(),
                plain.kind(),
                plain.bind(),
                plain.backlog(),
                plain.webSocketPath(),
                Set.of(),
                true,
                null,
                plain.clientAuth(),
                plain.handshakeTimeout(),
                plain.highWaterBytes());
        Listener listener = transport.listen(behindProxy, desk);
        try (Socket socket = new Socket("127.0.0.1", listener.address().getPort())) {
            ByteArrayOutputStream first = new ByteArrayOutputStream();
            first.write("PROXY TCP4 192.0.2.7 192.0.2.1 4711 1883\r\n".getBytes(StandardCharsets.US_ASCII));
            first.write(Recorder.numbered(7));
            socket.getOutputStream().write(first.toByteArray());
            assertThat(Recorder.number(desk.recorder.nextFrame())).isEqualTo(7);
            assertThat(desk.next().peer().address()).isEqualTo(new InetSocketAddress("192.0.2.7", 4711));
        }
        try (Socket socket = new Socket("127.0.0.1", listener.address().getPort())) {
            socket.getOutputStream().write("PROXY NONSENSE\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(endOf(socket)).isTrue();
        }
    }

    @Test
    void plain_text_on_the_tls_port_is_closed_and_told() throws Exception {
        Desk desk = new Desk();
        Listener listener = listen(Kind.TLS, desk);
        try (Socket socket = new Socket("127.0.0.1", listener.address().getPort())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            Awaitility.await().until(() -> endOf(socket));
        }
        assertThat(desk.troubles.poll(10, TimeUnit.SECONDS)).contains("plain HTTP on a TLS port");
    }

    @Test
    void a_port_in_use_is_named() {
        Listener listener = listen(Kind.TCP, new Desk());
        ListenerOptions same = ListenerOptions.of("second", Kind.TCP, listener.address(), null);
        assertThatThrownBy(() -> transport.listen(same, new Desk()))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining(String.valueOf(listener.address().getPort()));
    }

    @Test
    void a_refused_connect_names_the_target() {
        assertThatThrownBy(() ->
                        connect(Kind.TCP, 1, new Recorder(), transport.loops().getFirst()))
                .hasCauseInstanceOf(TransportException.class)
                .hasMessageContaining("127.0.0.1:1");
    }

    @Test
    void a_certificate_is_replaced_for_new_connections_without_a_restart() throws Exception {
        TlsMaterial material = TlsMaterial.pem(Certificates.write(folder, "first"), null, Map.of());
        Listener listener = transport.listen(ListenerOptions.of("test", Kind.TLS, loopback(), material), new Desk());
        String before = subject(listener);
        TlsMaterial.Files second = Certificates.write(folder, "second");
        java.nio.file.Files.copy(
                second.certificates(), folder.resolve("first.crt"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        java.nio.file.Files.copy(
                second.key(), folder.resolve("first.key"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        material.reload();
        assertThat(before).isEqualTo("CN=first");
        assertThat(subject(listener)).isEqualTo("CN=second");
        java.nio.file.Files.writeString(folder.resolve("first.crt"), "rubbish");
        assertThatThrownBy(material::reload).hasMessageContaining("first.crt");
        assertThat(subject(listener)).isEqualTo("CN=second");
    }

    private static String subject(Listener listener) throws Exception {
        try (SSLSocket socket = TlsSockets.open(listener)) {
            return TlsSockets.subject(socket);
        }
    }
}
