package io.hongyan.testkit;

import static io.hongyan.testkit.FaultyProxy.PINGREQ;
import static io.hongyan.testkit.FaultyProxy.PINGRESP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrokerExtension.class)
class FaultyProxyTest {
    private static final byte[] CONNECT = HexFormat.of().parseHex("100f00044d5154540402003c0003616263");
    private static final byte[] CONNECT_OTHER = HexFormat.of().parseHex("100f00044d5154540402003c0003787878");
    private static final byte[] CONNACK = {0x20, 2, 0, 0};
    private static final byte[] PING = {(byte) 0xc0, 0};
    private static final byte[] PONG = {(byte) 0xd0, 0};
    private static final byte[] LEAVE = {(byte) 0xe0, 0};

    @Test
    void without_a_rule_everything_passes(TestBroker broker, FaultyProxy proxy) throws IOException {
        try (Socket client = client(proxy)) {
            ping(client);
            await().until(() -> broker.stats().connections() == 1); // those of the tests before may still end
            await().until(() -> proxy.connections() == 1);
            client.getOutputStream().write(LEAVE);
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        await().until(() -> proxy.connections() == 0);
    }

    @Test
    void a_packet_is_dropped_and_the_next_one_passes(FaultyProxy proxy) throws IOException {
        proxy.next(Direction.TO_BROKER, PINGREQ, PacketAction.DROP);
        try (Socket client = client(proxy)) {
            client.getOutputStream().write(PING);
            ping(client);
            client.getOutputStream().write(LEAVE);
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void a_packet_arrives_twice(FaultyProxy proxy) throws IOException {
        proxy.next(Direction.TO_CLIENT, PINGRESP, PacketAction.DUPLICATE);
        try (Socket client = client(proxy)) {
            ping(client);
            assertThat(client.getInputStream().readNBytes(2)).isEqualTo(PONG);
        }
    }

    @Test
    void a_connection_is_cut_in_the_place_of_a_packet(TestBroker broker, FaultyProxy proxy) throws IOException {
        proxy.next(Direction.TO_CLIENT, PINGRESP, PacketAction.CUT);
        try (Socket client = client(proxy)) {
            client.getOutputStream().write(PING);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        await().until(() -> broker.stats().connections() == 0);
    }

    @Test
    void all_connections_are_cut(FaultyProxy proxy) throws IOException {
        try (Socket one = client(proxy);
                Socket two = client(proxy)) {
            assertThat(proxy.cut()).isBetween(1, 2); // the second took over the session of the first
            assertThatThrownBy(() -> two.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThat(one.isConnected()).isTrue();
        }
    }

    @Test
    void a_delayed_packet_stays_away(TestBroker broker, FaultyProxy proxy) throws IOException {
        try (FaultyProxy fast = FaultyProxy.to(broker.port());
                Socket away = client(proxy)) {
            proxy.delay(Duration.ofHours(1));
            away.getOutputStream().write(PING);
            try (Socket there = client(fast, CONNECT_OTHER)) {
                for (int i = 0; i < 100; i++) {
                    ping(there);
                }
            }
            assertThat(away.getInputStream().available()).isZero();
        }
    }

    @Test
    void delayed_packets_come_in_order(FaultyProxy proxy) throws IOException {
        try (Socket client = client(proxy)) {
            proxy.delay(Duration.ofMillis(20));
            client.getOutputStream().write(PING);
            client.getOutputStream().write(LEAVE);
            assertThat(client.getInputStream().readAllBytes()).isEqualTo(PONG);
        }
        assertThatThrownBy(() -> proxy.delay(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void dropped_packets_are_counted(TestBroker broker) throws IOException {
        try (FaultyProxy proxy = FaultyProxy.to(broker.port());
                Socket client = client(proxy)) {
            proxy.next(Direction.TO_BROKER, PINGREQ, PacketAction.DROP);
            client.getOutputStream().write(PING);
            ping(client);
            assertThat(proxy.dropped()).isEqualTo(1);
        }
    }

    @Test
    void connections_end_after_so_many_bytes_until_all_cuts_are_done(FaultyProxy proxy) throws IOException {
        proxy.cutNext(2, CONNECT.length + 1);
        for (int left = 1; left >= 0; left--) {
            try (Socket client = client(proxy)) {
                client.getOutputStream().write(PING);
                assertThat(ended(client)).isTrue();
            }
            assertThat(proxy.cutsLeft()).isEqualTo(left);
        }
        try (Socket client = client(proxy)) {
            ping(client);
        }
    }

    @Test
    void a_packet_is_cut_in_its_middle() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                FaultyProxy proxy = FaultyProxy.to(server.getLocalPort()).cutNext(1, 5);
                Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
                Socket accepted = server.accept()) {
            client.getOutputStream().write(CONNECT);
            assertThat(accepted.getInputStream().readAllBytes()).isEqualTo(Arrays.copyOf(CONNECT, 5));
        }
    }

    @Test
    void the_same_seed_cuts_at_the_same_places() {
        CutPlan one = CutPlan.random(100, 1000, new Random(5));
        CutPlan two = CutPlan.random(100, 1000, new Random(5));
        CutPlan other = CutPlan.random(100, 1000, new Random(6));
        List<CutPlan.Cut> cuts = next(one);
        assertThat(cuts).isEqualTo(next(two)).isNotEqualTo(next(other));
        assertThat(cuts).allMatch(cut -> cut.toBroker() < 1000 && cut.toClient() < 1000);
        assertThat(cuts).anyMatch(CutPlan.Cut::reset).anyMatch(cut -> !cut.reset());
        assertThat(one.next()).isEqualTo(CutPlan.Cut.NEVER);
    }

    private static List<CutPlan.Cut> next(CutPlan plan) {
        return IntStream.range(0, 100).mapToObj(_ -> plan.next()).toList();
    }

    @Test
    void a_frozen_proxy_tells_no_end_that_the_other_has_gone(TestBroker broker, FaultyProxy proxy) throws IOException {
        try (FaultyProxy passing = FaultyProxy.to(broker.port());
                Socket there = client(passing, CONNECT_OTHER)) {
            try (Socket client = client(proxy)) {
                proxy.freeze();
                client.getOutputStream().write(PING);
                client.getOutputStream().write(LEAVE);
            }
            for (int i = 0; i < 100; i++) {
                ping(there);
            }
            await().until(() -> broker.stats().connections() == 2);
            proxy.heal();
            await().until(() -> broker.stats().connections() == 1);
        }
    }

    @Test
    void what_was_sent_while_frozen_arrives_when_it_is_healed(FaultyProxy proxy) throws IOException {
        try (Socket client = client(proxy)) {
            proxy.freeze();
            client.getOutputStream().write(PING);
            proxy.heal();
            assertThat(client.getInputStream().readNBytes(2)).isEqualTo(PONG);
        }
    }

    @Test
    void a_throttled_connection_passes_some_bytes_and_the_others_when_it_is_healed() throws IOException {
        byte[] packet = Arrays.copyOf(HexFormat.of().parseHex("309c8d06"), 100_000);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                FaultyProxy proxy = FaultyProxy.to(server.getLocalPort());
                Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
                Socket accepted = server.accept()) {
            proxy.throttle(10);
            client.getOutputStream().write(packet);
            assertThat(accepted.getInputStream().read()).isEqualTo(0x30);
            assertThat(accepted.getInputStream().available()).isLessThan(packet.length - 1);
            proxy.heal();
            assertThat(accepted.getInputStream().readNBytes(packet.length - 1))
                    .isEqualTo(Arrays.copyOfRange(packet, 1, packet.length));
            assertThatThrownBy(() -> proxy.throttle(-1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void what_comes_after_the_end_of_the_other_direction_arrives() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                FaultyProxy proxy = FaultyProxy.to(server.getLocalPort());
                Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
                Socket accepted = server.accept()) {
            client.getOutputStream().write(CONNECT, 0, 7);
            client.shutdownOutput();
            assertThat(accepted.getInputStream().readAllBytes()).isEqualTo(Arrays.copyOf(CONNECT, 7));
            accepted.getOutputStream().write(PONG);
            accepted.shutdownOutput();
            assertThat(client.getInputStream().readAllBytes()).isEqualTo(PONG);
            await().until(() -> proxy.connections() == 0);
        }
    }

    @Test
    void a_client_sees_the_end_when_no_broker_is_there() throws IOException {
        int nobody;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = server.getLocalPort();
        }
        try (FaultyProxy proxy = FaultyProxy.to(nobody);
                Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            client.setSoTimeout(20_000);
            assertThat(ended(client)).isTrue();
        }
    }

    /// Whether the connection ends, by FIN or RST, without another byte.
    private static boolean ended(Socket client) throws IOException {
        try {
            return client.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    @Nested
    class InNestedClasses {
        @Test
        void the_broker_is_the_same(FaultyProxy proxy) throws IOException {
            try (Socket client = client(proxy)) {
                ping(client);
            }
        }
    }

    private static Socket client(FaultyProxy proxy) throws IOException {
        return client(proxy, CONNECT);
    }

    private static Socket client(FaultyProxy proxy, byte[] connect) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        client.getOutputStream().write(connect);
        assertThat(client.getInputStream().readNBytes(4)).isEqualTo(CONNACK);
        return client;
    }

    private static void ping(Socket client) throws IOException {
        client.getOutputStream().write(PING);
        assertThat(client.getInputStream().readNBytes(2)).isEqualTo(PONG);
    }
}
