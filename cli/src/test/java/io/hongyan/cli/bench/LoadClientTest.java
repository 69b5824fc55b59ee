package io.hongyan.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Disconnect;
import io.hongyan.codec.packet.PingReq;
import io.hongyan.codec.packet.PingResp;
import io.hongyan.codec.packet.PubAck;
import io.hongyan.codec.packet.PubComp;
import io.hongyan.codec.packet.PubRec;
import io.hongyan.codec.packet.PubRel;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.packet.SubAck;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicCache;
import io.hongyan.codec.wire.PacketDecoder;
import io.hongyan.transport.CloseCause;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LoadClientTest {
    private static final Topic TOPIC = Topic.of("a/b");

    private final RecordedEvents events = new RecordedEvents();
    private final AtomicLong nanos = new AtomicLong();
    private LoadClient client = client(Version.MQTT_5, 100);
    private FakeConnection connection = new FakeConnection(Version.MQTT_5, client);

    private LoadClient client(Version version, int window) {
        Connect connect = new Connect(version, true, 10, "me", null, null, null, Properties.NONE);
        PacketDecoder decoder = new PacketDecoder(new TopicCache(8));
        return new LoadClient(connect, window, events, decoder, nanos::get);
    }

    private void open(Version version, int window, Properties answer) {
        client = client(version, window);
        connection = new FakeConnection(version, client);
        client.opened(connection);
        connection.receive(new ConnAck(false, ReasonCode.SUCCESS, answer));
        connection.sent();
        events.all.clear();
    }

    private void open() {
        open(Version.MQTT_5, 100, Properties.NONE);
    }

    private static LoadMessage message(QoS qos, long plannedNanos) {
        return new LoadMessage(TOPIC, "hi".getBytes(UTF_8), qos, false, Properties.NONE, plannedNanos);
    }

    private static Publish incoming(QoS qos, int packetId) {
        return new Publish(TOPIC, packetId, qos, false, false, new byte[1], Properties.NONE);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void connect_is_the_first_packet_and_connack_is_told(Version version) {
        client = client(version, 1);
        connection = new FakeConnection(version, client);

        client.opened(connection);
        assertThat(connection.sent()).singleElement().isInstanceOf(Connect.class);

        connection.receive(new ConnAck(true, ReasonCode.SUCCESS, Properties.NONE));
        assertThat(events.last())
                .isEqualTo(new ConnAck(version != Version.MQTT_3_1, ReasonCode.SUCCESS, Properties.NONE));
    }

    @Test
    void a_refusal_ends_the_connection() {
        client.opened(connection);

        connection.receive(new ConnAck(false, ReasonCode.NOT_AUTHORIZED, Properties.NONE));

        assertThat(events.all).singleElement().isInstanceOf(ConnectionEnd.Refused.class);
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void a_close_before_connack_is_told_as_such() {
        client.opened(connection);

        connection.end(CloseCause.PEER);

        assertThat(events.last())
                .isEqualTo(new ConnectionEnd.Lost("the server closed the connection before it answered CONNECT"));
    }

    @Test
    void qos_0_is_done_when_sent() {
        open();

        client.publish(message(QoS.AT_MOST_ONCE, 7));

        assertThat(connection.sent()).containsExactly(incomingAsSent(QoS.AT_MOST_ONCE, 0));
        assertThat(events.last()).isEqualTo(new RecordedEvents.Done(7, ReasonCode.SUCCESS));
    }

    @Test
    void qos_1_is_done_when_acknowledged() {
        open();

        client.publish(message(QoS.AT_LEAST_ONCE, 7));
        assertThat(connection.sent()).containsExactly(incomingAsSent(QoS.AT_LEAST_ONCE, 1));
        assertThat(events.all).isEmpty();

        connection.receive(new PubAck(1, ReasonCode.QUOTA_EXCEEDED, Properties.NONE));
        assertThat(events.all).containsExactly(new RecordedEvents.Done(7, ReasonCode.QUOTA_EXCEEDED));
    }

    @Test
    void qos_2_takes_four_packets() {
        open();

        client.publish(message(QoS.EXACTLY_ONCE, 7));
        connection.sent();
        connection.receive(new PubRec(1));
        assertThat(connection.sent()).containsExactly(new PubRel(1));
        assertThat(events.all).isEmpty();

        connection.receive(new PubComp(1));
        assertThat(events.all).containsExactly(new RecordedEvents.Done(7, ReasonCode.SUCCESS));
    }

    @Test
    void a_qos_2_message_that_is_refused_is_not_released() {
        open();
        client.publish(message(QoS.EXACTLY_ONCE, 7));
        connection.sent();

        connection.receive(new PubRec(1, ReasonCode.NOT_AUTHORIZED, Properties.NONE));

        assertThat(connection.sent()).isEmpty();
        assertThat(events.all).containsExactly(new RecordedEvents.Done(7, ReasonCode.NOT_AUTHORIZED));
    }

    @Test
    void messages_wait_for_the_window_of_the_server() {
        open(
                Version.MQTT_5,
                100,
                Properties.builder().set(Property.RECEIVE_MAXIMUM, 1).build());

        client.publish(message(QoS.AT_LEAST_ONCE, 1));
        client.publish(message(QoS.AT_LEAST_ONCE, 2));
        assertThat(connection.sent()).hasSize(1);

        connection.receive(new PubAck(1));
        assertThat(connection.sent()).containsExactly(incomingAsSent(QoS.AT_LEAST_ONCE, 2));
    }

    @Test
    void messages_wait_while_the_connection_has_much_to_send() {
        open();
        connection.backlog = 1 << 20;

        client.publish(message(QoS.AT_MOST_ONCE, 1));
        assertThat(connection.sent()).isEmpty();

        connection.backlog = 0;
        client.drained(connection);
        assertThat(connection.sent()).hasSize(1);
    }

    @Test
    void what_the_server_does_not_take_is_not_sent() {
        open(
                Version.MQTT_5,
                100,
                Properties.builder()
                        .set(Property.MAXIMUM_QOS, 0)
                        .set(Property.MAXIMUM_PACKET_SIZE, 8)
                        .build());

        client.publish(message(QoS.AT_LEAST_ONCE, 1));
        client.publish(message(QoS.AT_MOST_ONCE, 2));

        assertThat(connection.sent()).isEmpty();
        assertThat(events.all)
                .containsExactly(
                        new RecordedEvents.Done(1, ReasonCode.QOS_NOT_SUPPORTED),
                        new RecordedEvents.Done(2, ReasonCode.PACKET_TOO_LARGE));
    }

    @Test
    void messages_of_each_qos_are_told_and_answered() {
        open();

        connection.receive(incoming(QoS.AT_MOST_ONCE, 0));
        assertThat(connection.sent()).isEmpty();
        connection.receive(incoming(QoS.AT_LEAST_ONCE, 5));
        assertThat(connection.sent()).containsExactly(new PubAck(5));
        connection.receive(incoming(QoS.EXACTLY_ONCE, 6));
        assertThat(connection.sent()).containsExactly(new PubRec(6));
        connection.receive(incoming(QoS.EXACTLY_ONCE, 6));
        assertThat(connection.sent()).containsExactly(new PubRec(6));
        connection.receive(new PubRel(6));
        assertThat(connection.sent()).containsExactly(new PubComp(6));

        assertThat(events.all).hasSize(3);
    }

    @Test
    void an_alias_stands_for_the_topic_it_came_with() {
        open();
        Properties alias = Properties.builder().set(Property.TOPIC_ALIAS, 3).build();

        connection.receive(new Publish(TOPIC, 0, QoS.AT_MOST_ONCE, false, false, new byte[1], alias));
        connection.receive(new Publish(Topic.NONE, 0, QoS.AT_MOST_ONCE, false, false, new byte[1], alias));

        assertThat(((Publish) events.last()).topic()).isEqualTo(TOPIC);
    }

    @Test
    void a_subscription_is_sent_and_its_answer_told() {
        open();
        Subscription subscription = new Subscription("a/#", QoS.AT_LEAST_ONCE);

        client.subscribe(List.of(subscription), Properties.NONE);
        assertThat(connection.sent()).containsExactly(new Subscribe(1, List.of(subscription), Properties.NONE));

        SubAck answer = new SubAck(1, List.of(ReasonCode.GRANTED_QOS_1), Properties.NONE);
        connection.receive(answer);
        assertThat(events.last()).isEqualTo(answer);
    }

    @Test
    void a_quiet_connection_is_kept_alive_and_a_dead_one_noticed() {
        open();
        nanos.set(9_000_000_000L);
        client.tick();
        assertThat(connection.sent()).containsExactly(PingReq.PINGREQ);
        connection.receive(PingResp.PINGRESP);

        nanos.set(18_000_000_000L);
        client.tick();
        assertThat(connection.sent()).containsExactly(PingReq.PINGREQ);
        nanos.set(28_000_000_000L);
        client.tick();

        assertThat(events.last()).isEqualTo(new ConnectionEnd.Lost("the server did not answer a ping within 10 s"));
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void the_server_may_choose_the_keep_alive() {
        open(
                Version.MQTT_5,
                1,
                Properties.builder().set(Property.SERVER_KEEP_ALIVE, 2).build());

        nanos.set(1_000_000_000L);
        client.tick();

        assertThat(connection.sent()).containsExactly(PingReq.PINGREQ);
    }

    @Test
    void a_disconnect_of_the_server_tells_its_reason() {
        open();
        Properties why =
                Properties.builder().set(Property.REASON_STRING, "moved").build();

        connection.receive(new Disconnect(ReasonCode.SESSION_TAKEN_OVER, why));

        assertThat(events.last()).isEqualTo(new ConnectionEnd.Dismissed(ReasonCode.SESSION_TAKEN_OVER, "moved"));
    }

    @Test
    void a_server_that_breaks_the_protocol_is_told_so() {
        open();

        connection.receive(PingReq.PINGREQ);

        assertThat(connection.sent()).containsExactly(new Disconnect(ReasonCode.PROTOCOL_ERROR, Properties.NONE));
        assertThat(events.last()).isInstanceOf(ConnectionEnd.Lost.class);
    }

    /// The connection breaks while messages are in flight, and another one comes.

    private static Publish incomingAsSent(QoS qos, int packetId) {
        return new Publish(TOPIC, packetId, qos, false, false, "hi".getBytes(UTF_8), Properties.NONE);
    }
}
