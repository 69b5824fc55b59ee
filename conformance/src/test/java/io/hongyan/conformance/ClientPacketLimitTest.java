package io.hongyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.packet.Unsubscribe;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.codec.spec.Spec;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Answers that are larger than the client's Maximum Packet Size: the client hears of it, or its connection ends.
class ClientPacketLimitTest {
    @RegisterExtension
    static final BrokerFixture STAGE = new BrokerFixture();

    @Test
    @Spec({"5.0/MQTT-3.1.2-24"})
    void a_suback_beyond_the_clients_limit_ends_the_connection_with_0x95() {
        long before = STAGE.facts().count("disconnected PACKET_TOO_LARGE");
        RawClient client = limited(100);
        client.send(subscribe(200)).expectThrownOut(ReasonCode.PACKET_TOO_LARGE);
        STAGE.facts().await("disconnected PACKET_TOO_LARGE", before + 1);
    }

    @Test
    void a_suback_exactly_at_the_clients_limit_arrives() {
        RawClient client = limited(100);
        Received answer = client.send(subscribe(95)).expect(Received.SUBACK);
        assertThat(answer.size()).isEqualTo(100);
        client.send(subscribe(96)).expectThrownOut(ReasonCode.PACKET_TOO_LARGE);
    }

    @Test
    void an_unsuback_beyond_the_clients_limit_ends_the_connection_with_0x95() {
        RawClient client = limited(100);
        client.send(new Unsubscribe(1, Collections.nCopies(200, "a"), Properties.NONE))
                .expectThrownOut(ReasonCode.PACKET_TOO_LARGE);
    }

    @Test
    void a_connection_that_ends_so_publishes_its_will() {
        String topic = STAGE.name();
        RawClient watcher = STAGE.watcher(topic);
        RawClient client = STAGE.connected(Connecting.as(Version.MQTT_5, STAGE.name())
                .with(Property.MAXIMUM_PACKET_SIZE, 100)
                .will(topic, "gone", QoS.AT_MOST_ONCE, false));
        client.send(subscribe(200)).expectThrownOut(ReasonCode.PACKET_TOO_LARGE);
        watcher.expectMessage(topic, "gone");
    }

    @Test
    @Spec({"5.0/MQTT-3.1.2-24", "5.0/MQTT-3.14.0-1"})
    void a_connack_beyond_the_clients_limit_is_a_refusal_with_0x95() {
        long before = STAGE.facts().count("connect refused PACKET_TOO_LARGE");
        RawClient client =
                STAGE.open().connect(Connecting.as(Version.MQTT_5, STAGE.name()).with(Property.MAXIMUM_PACKET_SIZE, 8));
        Received answer = client.expect(Received.CONNACK);
        assertThat(answer.reason()).isEqualTo(ReasonCode.PACKET_TOO_LARGE.code());
        assertThat(answer.size()).isLessThanOrEqualTo(8);
        client.expectClosed();
        STAGE.facts().await("connect refused PACKET_TOO_LARGE", before + 1);
    }

    @Test
    void a_client_that_takes_not_even_the_refusal_gets_nothing_and_is_closed() {
        for (int most = 1; most <= 4; most++) {
            STAGE.open()
                    .connect(Connecting.as(Version.MQTT_5, STAGE.name()).with(Property.MAXIMUM_PACKET_SIZE, most))
                    .expectClosed();
        }
    }

    @Test
    void a_refused_connect_for_the_limit_leaves_the_session_and_the_present_connection_alone() {
        String id = STAGE.name();
        RawClient present = STAGE.connected(Connecting.as(Version.MQTT_5, id).lasting());
        RawClient small =
                STAGE.open().connect(Connecting.as(Version.MQTT_5, id).lasting().with(Property.MAXIMUM_PACKET_SIZE, 8));
        assertThat(small.expect(Received.CONNACK).reason()).isEqualTo(ReasonCode.PACKET_TOO_LARGE.code());
        small.expectClosed();
        present.publishAndWait(id, "still here");
    }

    @Test
    void every_limit_that_connack_fits_into_lets_the_client_in() {
        RawClient first = STAGE.open().connect(Connecting.as(Version.MQTT_5, STAGE.name()));
        int size = first.expectAccepted().size();
        RawClient exact = limited(size);
        exact.publishAndWait(STAGE.name(), "x");
        RawClient less = STAGE.open()
                .connect(Connecting.as(Version.MQTT_5, STAGE.name()).with(Property.MAXIMUM_PACKET_SIZE, size - 1));
        assertThat(less.expect(Received.CONNACK).reason()).isEqualTo(ReasonCode.PACKET_TOO_LARGE.code());
        less.expectClosed();
    }

    private static RawClient limited(int most) {
        return STAGE.connected(Connecting.as(Version.MQTT_5, STAGE.name()).with(Property.MAXIMUM_PACKET_SIZE, most));
    }

    private static Subscribe subscribe(int filters) {
        List<Subscription> wishes = IntStream.range(0, filters)
                .mapToObj(i -> new Subscription("f/" + i, QoS.AT_MOST_ONCE))
                .toList();
        return new Subscribe(1, wishes, Properties.NONE);
    }
}
