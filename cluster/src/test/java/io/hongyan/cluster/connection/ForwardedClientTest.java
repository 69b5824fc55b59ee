package io.hongyan.cluster.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.cluster.connection.ConnectionCounters.Figure;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A client on the wrong node sees nothing of it.
class ForwardedClientTest {
    private static TwoNodes nodes;

    @BeforeAll
    static void start() {
        nodes = TwoNodes.start();
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    @AfterEach
    void nothing_ended_a_link() {
        assertThat(nodes.a.linkEvents.ends).isEmpty();
        assertThat(nodes.b.linkEvents.ends).isEmpty();
        assertThat(nodes.a.linkEvents.failures).isEmpty();
        assertThat(nodes.b.linkEvents.failures).isEmpty();
        assertThat(nodes.b.events(BrokerEvent.UnexpectedError.class)).isEmpty();
    }

    private static RawClient via(int port, Version version) {
        return nodes.connected(port, Connecting.as(version, nodes.name()));
    }

    @ParameterizedTest
    @EnumSource
    void the_owner_knows_where_the_client_is(Version version) throws IOException {
        String id = nodes.name();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), nodes.portA)) {
            new RawClient(socket).connect(Connecting.as(version, id)).expectAccepted();
            BrokerEvent.Connected connected = nodes.b.events(BrokerEvent.Connected.class).stream()
                    .filter(each -> each.clientId().equals(id))
                    .findFirst()
                    .orElseThrow();
            assertThat(connected.peer().address())
                    .isEqualTo(new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort()));
            assertThat(connected.peer().listener()).isEqualTo("TCP");
            assertThat(connected.peer().secure()).isFalse();
            assertThat(connected.version()).isEqualTo(version);
        }
    }

    @ParameterizedTest
    @EnumSource
    void messages_of_all_qos_pass_both_ways(Version version) {
        String topic = nodes.name();
        RawClient far = via(nodes.portA, version).subscribe(QoS.EXACTLY_ONCE, topic);
        RawClient near = via(nodes.portB, version).subscribe(QoS.EXACTLY_ONCE, topic + "/back");
        near.publish(topic, "zero");
        far.expectMessage(topic, "zero");
        near.publishAndWait(topic, "one");
        far.pubAck(far.expectMessage(topic, "one").packetId());
        near.publish(topic, "two", QoS.EXACTLY_ONCE, 5).expect(Received.PUBREC);
        near.pubRel(5).expect(Received.PUBCOMP);
        int id = far.expectMessage(topic, "two").packetId();
        far.pubRec(id).expect(Received.PUBREL);
        far.pubComp(id);
        far.publish(topic + "/back", "zero");
        near.expectMessage(topic + "/back", "zero");
        far.publishAndWait(topic + "/back", "one");
        near.pubAck(near.expectMessage(topic + "/back", "one").packetId());
        far.publish(topic + "/back", "two", QoS.EXACTLY_ONCE, 6).expect(Received.PUBREC);
        far.pubRel(6).expect(Received.PUBCOMP);
        near.expectMessage(topic + "/back", "two");
        far.unsubscribe(topic);
        near.publishAndWait(topic, "nobody");
        far.expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    void large_messages_pass_both_ways(Version version) {
        String topic = nodes.name();
        String text = "0123456789".repeat(300_000);
        RawClient far = via(nodes.portA, version).subscribe(QoS.AT_MOST_ONCE, topic);
        RawClient near = via(nodes.portB, version).subscribe(QoS.AT_MOST_ONCE, topic);
        far.publish(topic, text);
        near.expectMessage(topic, text);
        far.expectMessage(topic, text);
    }

    @ParameterizedTest
    @EnumSource
    void a_session_is_resumed_on_either_node(Version version) {
        String id = nodes.name();
        String topic = nodes.name();
        RawClient first =
                nodes.connected(nodes.portA, Connecting.as(version, id).lasting());
        first.subscribe(QoS.AT_LEAST_ONCE, topic).leave();
        RawClient publisher = via(nodes.portA, version).publishAndWait(topic, "while away");
        RawClient second =
                nodes.open(nodes.portB).connect(Connecting.as(version, id).lasting());
        assertThat(second.expectAccepted().sessionPresent()).isEqualTo(version != Version.MQTT_3_1);
        second.pubAck(second.expectMessage(topic, "while away").packetId());
        second.drop(true);
        publisher.publishAndWait(topic, "away again");
        RawClient third =
                nodes.open(nodes.portA).connect(Connecting.as(version, id).lasting());
        third.expectAccepted();
        third.pubAck(third.expectMessage(topic, "away again").packetId());
        third.leave();
    }

    @ParameterizedTest
    @EnumSource
    void the_newer_socket_wins_whichever_nodes_they_are_on(Version version) {
        for (int[] ports :
                new int[][] {{nodes.portA, nodes.portB}, {nodes.portB, nodes.portA}, {nodes.portA, nodes.portA}}) {
            String id = nodes.name();
            RawClient older = nodes.connected(ports[0], Connecting.as(version, id));
            RawClient newer = nodes.connected(ports[1], Connecting.as(version, id));
            older.expectThrownOut(ReasonCode.SESSION_TAKEN_OVER);
            newer.expectNothing();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_silent_client_is_thrown_out(Version version) {
        RawClient client = nodes.connected(
                nodes.portA, Connecting.as(version, nodes.name()).keepAlive(1));
        client.expectThrownOut(ReasonCode.KEEP_ALIVE_TIMEOUT);
    }

    @ParameterizedTest
    @EnumSource
    void a_will_is_published_when_the_socket_is_cut(Version version) {
        String topic = nodes.name();
        RawClient watcher = via(nodes.portB, version).subscribe(QoS.AT_LEAST_ONCE, topic);
        for (boolean reset : new boolean[] {true, false}) {
            String id = nodes.name();
            RawClient client = nodes.connected(
                    nodes.portA, Connecting.as(version, id).will(topic, "gone " + reset, QoS.AT_LEAST_ONCE, false));
            client.drop(reset);
            watcher.pubAck(watcher.expectMessage(topic, "gone " + reset).packetId());
            Awaitility.await()
                    .until(() -> nodes.b.events(BrokerEvent.Disconnected.class).stream()
                            .anyMatch(each -> each.clientId().equals(id)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void no_will_follows_an_orderly_goodbye(Version version) {
        String topic = nodes.name();
        RawClient watcher = via(nodes.portB, version).subscribe(QoS.AT_LEAST_ONCE, topic);
        nodes.connected(nodes.portA, Connecting.as(version, nodes.name()).will(topic, "gone", QoS.AT_LEAST_ONCE, false))
                .leave();
        via(nodes.portB, version).publishAndWait(topic, "next");
        watcher.expectMessage(topic, "next");
    }

    @Test
    void who_breaks_the_protocol_is_told_so() {
        RawClient secondConnect = via(nodes.portA, Version.MQTT_5);
        secondConnect.send(Connecting.as(Version.MQTT_5, "x").packet());
        secondConnect.expectThrownOut(ReasonCode.PROTOCOL_ERROR);
        RawClient malformed = via(nodes.portA, Version.MQTT_5);
        malformed.send("30 02 00 09");
        malformed.expectThrownOut(ReasonCode.MALFORMED_PACKET);
        // A part of a packet that no client sends is judged where the socket is.
        RawClient part = via(nodes.portA, Version.MQTT_5);
        part.send("c0 00 20");
        part.expect(Received.PINGRESP);
        part.expectThrownOut(ReasonCode.PROTOCOL_ERROR);
        RawClient large = via(nodes.portA, Version.MQTT_5);
        large.send("30 ff ff ff 7f");
        large.expectThrownOut(ReasonCode.PACKET_TOO_LARGE);
        nodes.expectNothingLeft();
    }

    @Test
    void an_administrator_ends_a_connection_of_the_other_node() {
        String id = nodes.name();
        RawClient client = nodes.connected(nodes.portA, Connecting.as(Version.MQTT_5, id));
        assertThat(nodes.b
                        .broker
                        .disconnect(TestNode.INSTANCE, id, ReasonCode.ADMINISTRATIVE_ACTION, "a test")
                        .join())
                .isTrue();
        client.expectThrownOut(ReasonCode.ADMINISTRATIVE_ACTION);
        nodes.expectNothingLeft();
    }

    @Test
    void what_passes_is_counted() {
        long toOwners = nodes.a.count(Figure.BYTES_TO_OWNERS);
        long fromOwners = nodes.a.count(Figure.BYTES_FROM_OWNERS);
        RawClient client = via(nodes.portA, Version.MQTT_3_1_1);
        client.expectNothing();
        assertThat(nodes.a.count(Figure.BYTES_TO_OWNERS) - toOwners).isEqualTo(2); // PINGREQ; CONNECT opened it
        assertThat(nodes.a.count(Figure.BYTES_FROM_OWNERS) - fromOwners).isEqualTo(4 + 2);
        client.leave();
        nodes.expectNothingLeft();
        assertThat(nodes.a.count(Figure.FORWARDED)).isEqualTo(nodes.b.count(Figure.REMOTE));
    }
}
