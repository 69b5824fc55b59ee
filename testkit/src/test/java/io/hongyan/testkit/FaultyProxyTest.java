package io.hongyan.testkit;

import static io.hongyan.testkit.FaultyNetwork.PINGREQ;
import static io.hongyan.testkit.FaultyNetwork.PINGRESP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrokerExtension.class)
class FaultyNetworkTest {
    private static final byte[] CONNECT = HexFormat.of().parseHex("100f00044d5154540402003c0003616263");
    private static final byte[] CONNECT_OTHER = HexFormat.of().parseHex("100f00044d5154540402003c0003787878");
    private static final byte[] CONNACK = {0x20, 2, 0, 0};
    private static final byte[] PING = {(byte) 0xc0, 0};
    private static final byte[] PONG = {(byte) 0xd0, 0};
    private static final byte[] LEAVE = {(byte) 0xe0, 0};

    @Test
    void without_a_rule_everything_passes(TestBroker broker, FaultyNetwork network) throws IOException {
        try (Socket client = client(network)) {
            ping(client);
            assertThat(broker.figures().connections()).isEqualTo(1);
            assertThat(network.connections()).isEqualTo(1);
            client.getOutputStream().write(LEAVE);
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        await().until(() -> network.connections() == 0);
    }

    @Test
    void a_packet_is_dropped_and_the_next_one_passes(FaultyNetwork network) throws IOException {
        network.next(Direction.TO_BROKER, PINGREQ, Fate.DROP);
        try (Socket client = client(network)) {
            client.getOutputStream().write(PING);
            ping(client);
            client.getOutputStream().write(LEAVE);
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void a_packet_arrives_twice(FaultyNetwork network) throws IOException {
        network.next(Direction.TO_CLIENT, PINGRESP, Fate.TWICE);
        try (Socket client = client(network)) {
            ping(client);
            assertThat(client.getInputStream().readNBytes(2)).isEqualTo(PONG);
        }
    }

    @Test
    void a_connection_is_cut_in_the_place_of_a_packet(TestBroker broker, FaultyNetwork network) throws IOException {
        network.next(Direction.TO_CLIENT, PINGRESP, Fate.CUT);
        try (Socket client = client(network)) {
            client.getOutputStream().write(PING);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        await().until(() -> broker.figures().connections() == 0);
    }

    @Test
    void all_connections_are_cut(FaultyNetwork network) throws IOException {
        try (Socket one = client(network);
                Socket two = client(network)) {
            assertThat(network.cut()).isBetween(1, 2); // the second took over the session of the first
            assertThatThrownBy(() -> two.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThat(one.isConnected()).isTrue();
        }
    }

    @Test
    void a_delayed_packet_stays_away(TestBroker broker, FaultyNetwork network) throws IOException {
        try (FaultyNetwork fast = FaultyNetwork.to(broker.port());
                Socket away = client(network)) {
            network.delay(Duration.ofHours(1));
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
    void delayed_packets_come_in_order(FaultyNetwork network) throws IOException {
        try (Socket client = client(network)) {
            network.delay(Duration.ofMillis(20));
            client.getOutputStream().write(PING);
            client.getOutputStream().write(LEAVE);
            assertThat(client.getInputStream().readAllBytes()).isEqualTo(PONG);
        }
        assertThatThrownBy(() -> network.delay(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Nested
    class InNestedClasses {
        @Test
        void the_broker_is_the_same(FaultyNetwork network) throws IOException {
            try (Socket client = client(network)) {
                ping(client);
            }
        }
    }

    private static Socket client(FaultyNetwork network) throws IOException {
        return client(network, CONNECT);
    }

    private static Socket client(FaultyNetwork network, byte[] connect) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), network.port());
        client.getOutputStream().write(connect);
        assertThat(client.getInputStream().readNBytes(4)).isEqualTo(CONNACK);
        return client;
    }

    private static void ping(Socket client) throws IOException {
        client.getOutputStream().write(PING);
        assertThat(client.getInputStream().readNBytes(2)).isEqualTo(PONG);
    }
}
