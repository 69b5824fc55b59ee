package io.hongyan.cluster.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.cluster.connection.ConnectionCounters.Figure;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The owner cannot be reached: from the start, or all at once.
class LostLinkTest {
    /// What CONNACK says before 5.0 when the server is not available.
    private static final int UNAVAILABLE_BEFORE_5 = 3;

    private static void expectRefused(RawClient client) {
        Received answer = client.expect(Received.CONNACK);
        assertThat(answer.reason())
                .isEqualTo(client.version().isV5() ? ReasonCode.SERVER_UNAVAILABLE.code() : UNAVAILABLE_BEFORE_5);
        if (client.version().isV5()) {
            assertThat(answer.has(Property.REASON_STRING)).isTrue();
        }
        client.expectClosed();
    }

    @Test
    void sockets_are_closed_and_wills_published_when_the_link_breaks() {
        try (TwoNodes nodes = TwoNodes.start()) {
            RawClient watcher = nodes.connected(nodes.portB, Connecting.as(Version.MQTT_3_1_1, "watcher"))
                    .subscribe(QoS.AT_MOST_ONCE, "will/#");
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                clients.add(nodes.connected(
                        nodes.portA,
                        Connecting.as(Version.MQTT_5, "c" + i).will("will/" + i, "gone", QoS.AT_MOST_ONCE, false)));
            }
            nodes.b.cutLinks("the test cuts it");
            clients.forEach(RawClient::expectEnd);
            for (int i = 0; i < 600; i++) {
                assertThat(watcher.expect(Received.PUBLISH).payload()).isEqualTo("gone");
            }
            nodes.expectNothingLeft();
            assertThat(nodes.a.count(Figure.FORWARDED_LOST)).isEqualTo(600);
            assertThat(nodes.b.count(Figure.REMOTE_LOST)).isEqualTo(600);
            assertThat(nodes.a.broker.stats().connections()).isZero();
            nodes.join();
            nodes.connected(nodes.portA, Connecting.as(Version.MQTT_5, "back")).expectNothing();
        }
    }

    @Test
    void an_owner_that_leaves_takes_its_clients_with_it() {
        try (TwoNodes nodes = TwoNodes.start()) {
            RawClient client = nodes.connected(nodes.portA, Connecting.as(Version.MQTT_5, "c"));
            nodes.a.members();
            client.expectEnd();
            nodes.expectNothingLeft();
        }
    }

    @Test
    void a_node_that_stops_closes_its_sockets_and_refuses_new_ones() {
        try (TwoNodes nodes = TwoNodes.start()) {
            RawClient watcher = nodes.connected(nodes.portB, Connecting.as(Version.MQTT_3_1_1, "watcher"))
                    .subscribe(QoS.AT_MOST_ONCE, "will");
            RawClient client = nodes.connected(
                    nodes.portA, Connecting.as(Version.MQTT_5, "c").will("will", "gone", QoS.AT_MOST_ONCE, false));
            nodes.a.stopForwarding();
            client.expectEnd();
            watcher.expectMessage("will", "gone");
            expectRefused(nodes.open(nodes.portA).connect(Connecting.as(Version.MQTT_5, "c")));
            nodes.expectNothingLeft();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_client_without_an_owner_is_refused_after_a_while(Version version) {
        HandClock clock = new HandClock();
        try (TwoNodes nodes = TwoNodes.start(parts -> parts.with(clock))) {
            nodes.a.ownership(vshard -> "");
            RawClient client = nodes.open(nodes.portA).connect(Connecting.as(version, "c"));
            Awaitility.await().until(() -> nodes.a.waitingNow() == 1);
            clock.advance(2999);
            RawClient later = nodes.open(nodes.portA).connect(Connecting.as(version, "d"));
            Awaitility.await().until(() -> nodes.a.waitingNow() == 2);
            clock.advance(1);
            expectRefused(client);
            assertThat(nodes.a.waitingNow()).isEqualTo(1);
            later.drop(false);
            nodes.expectNothingLeft();
            assertThat(nodes.a.count(Figure.REFUSED_NO_OWNER)).isEqualTo(1);
            assertThat(nodes.a.events(BrokerEvent.ConnectRefused.class))
                    .anySatisfy(each -> assertThat(each.clientId()).isEqualTo("c"));
            Awaitility.await().until(() -> nodes.a.broker.stats().connections() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_client_that_waits_is_served_as_soon_as_its_owner_is_there(Version version) {
        try (TwoNodes nodes = TwoNodes.start()) {
            nodes.a.members();
            RawClient client = nodes.open(nodes.portA).connect(Connecting.as(version, "c"));
            client.send(new Subscribe(7, List.of(new Subscription("t", QoS.AT_MOST_ONCE)), Properties.NONE));
            Awaitility.await().until(() -> nodes.a.waitingNow() == 1);
            nodes.join();
            client.expectAccepted();
            client.expect(Received.SUBACK);
            client.leave();
            nodes.expectNothingLeft();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_client_that_waits_is_served_here_when_it_comes_to_belong_here(Version version) {
        try (TwoNodes nodes = TwoNodes.start()) {
            nodes.a.ownership(vshard -> "");
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) { // on both loops
                clients.add(nodes.open(nodes.portA).connect(Connecting.as(version, "c" + i)));
            }
            Awaitility.await().until(() -> nodes.a.waitingNow() == 20);
            nodes.a.ownership(vshard -> "a");
            for (RawClient client : clients) {
                client.expectAccepted();
                client.expectNothing();
            }
            assertThat(nodes.a.count(Figure.TAKEN_HERE)).isEqualTo(20);
            clients.forEach(RawClient::leave);
            Awaitility.await().until(() -> nodes.a.broker.stats().connections() == 0);
            nodes.expectNothingLeft();
        }
    }

    @Test
    void only_so_many_wait_with_so_many_bytes() {
        ConnectionOptions few = ConnectionOptions.USUAL.withWaiting(Duration.ofSeconds(3), 2, 500);
        try (TwoNodes nodes = TwoNodes.start(parts -> parts.with(few))) {
            nodes.a.ownership(vshard -> "");
            RawClient large = nodes.open(nodes.portA)
                    .connect(Connecting.as(Version.MQTT_5, "large").username("x".repeat(600)));
            expectRefused(large);
            for (int i = 0; i < 8; i++) {
                nodes.open(nodes.portA).connect(Connecting.as(Version.MQTT_5, "c" + i));
            }
            int refused = 1 + 8 - 2 * TestNode.LOOPS;
            Awaitility.await().until(() -> nodes.a.count(Figure.REFUSED_WAITING_FULL) >= refused);
            assertThat(nodes.a.waitingNow()).isLessThanOrEqualTo(2L * TestNode.LOOPS);
        }
    }
}
