package io.hongyan.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.client.config.Reconnect;
import io.hongyan.client.event.ClientObserver;
import io.hongyan.client.message.Acknowledge;
import io.hongyan.client.message.Delivery;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Disconnect;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.packet.PubAck;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.packet.Unsubscribe;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import io.hongyan.testkit.TestBroker;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What a program can decide about single packets, seen by an observer of packets.
class WireTest {
    private final BlockingQueue<Packet> sent = new LinkedBlockingQueue<>();
    private final BlockingQueue<Packet> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<Delivery> heard = new LinkedBlockingQueue<>();

    private final ClientObserver packets = new ClientObserver() {
        @Override
        public boolean wantsPackets() {
            return true;
        }

        @Override
        public void packetSent(Packet packet) {
            sent.add(packet);
        }

        @Override
        public void packetReceived(Packet packet) {
            received.add(packet);
        }
    };

    private MqttClientBuilder builder(TestBroker broker) {
        return MqttClient.builder()
                .server("mqtt://127.0.0.1:" + broker.port())
                .clientId("wire")
                .reconnect(Reconnect.NEVER)
                .observer(packets);
    }

    private <T extends Packet> T next(BlockingQueue<Packet> from, Class<T> type) throws InterruptedException {
        Packet packet = from.poll(30, TimeUnit.SECONDS);
        while (packet != null && !type.isInstance(packet)) {
            packet = from.poll(30, TimeUnit.SECONDS);
        }
        assertThat(packet).as(type.getSimpleName()).isNotNull();
        return type.cast(packet);
    }

    @Test
    void an_observer_that_wants_packets_gets_each_in_both_directions() throws Exception {
        try (TestBroker broker = TestBroker.start();
                MqttClient client = builder(broker).connect()) {
            client.subscribe("wire/#", heard::add);
            client.publish("wire/a", "hello");
            assertThat(next(sent, Connect.class).clientId()).isEqualTo("wire");
            assertThat(next(sent, Publish.class).topic()).isEqualTo(Topic.of("wire/a"));
            assertThat(next(received, PubAck.class).packetId()).isPositive();
            assertThat(heard.poll(30, TimeUnit.SECONDS)).isNotNull();
            assertThat(next(sent, PubAck.class).packetId()).isPositive();
        }
    }

    @Test
    void properties_of_connect_and_disconnect_and_the_own_address_are_what_the_program_says() throws Exception {
        Properties connect = Properties.builder()
                .set(Property.SESSION_EXPIRY_INTERVAL, 60)
                .set(Property.REQUEST_PROBLEM_INFORMATION, 0)
                .build();
        Properties farewell =
                Properties.builder().set(Property.REASON_STRING, "enough").build();
        try (TestBroker broker = TestBroker.start()) {
            MqttClient client = builder(broker)
                    .localAddress(InetAddress.getLoopbackAddress())
                    .connectProperties(connect)
                    .connect();
            Properties told = next(sent, Connect.class).properties();
            assertThat(told.number(Property.SESSION_EXPIRY_INTERVAL, 0)).isEqualTo(60);
            assertThat(told.number(Property.REQUEST_PROBLEM_INFORMATION, 1)).isZero();
            client.async().close(farewell).get(30, TimeUnit.SECONDS);
            assertThat(next(sent, Disconnect.class).properties()).isEqualTo(farewell);
        }
        assertThatThrownBy(() -> MqttClient.builder()
                        .server("localhost")
                        .connectProperties(Properties.builder()
                                .set(Property.RECEIVE_MAXIMUM, 1)
                                .build())
                        .connect())
                .hasMessageContaining("RECEIVE_MAXIMUM has a method of its own");
        assertThatThrownBy(() -> MqttClient.builder()
                        .server("localhost")
                        .version(Version.MQTT_3_1_1)
                        .connectProperties(connect)
                        .connect())
                .hasMessageContaining("connectProperties need version(MQTT_5)");
    }

    @Test
    void filters_are_asked_for_and_dropped_in_one_packet_without_a_receiver() throws Exception {
        Properties identifier = Properties.builder().subscriptionIdentifier(7).build();
        try (TestBroker broker = TestBroker.start();
                MqttClient client = builder(broker)
                        .listen("#", Acknowledge.MANUALLY, heard::add)
                        .connect()) {
            List<Subscription> wishes =
                    List.of(new Subscription("one", QoS.AT_LEAST_ONCE), new Subscription("two", QoS.EXACTLY_ONCE));
            assertThat(client.async().requestSubscriptions(wishes, identifier).get(30, TimeUnit.SECONDS))
                    .containsExactly(ReasonCode.GRANTED_QOS_1, ReasonCode.GRANTED_QOS_2);
            assertThat(next(sent, Subscribe.class).subscriptions()).isEqualTo(wishes);
            client.publish("one", "hello");
            Delivery delivery = heard.poll(30, TimeUnit.SECONDS);
            assertThat(delivery).isNotNull();
            assertThat(delivery.packetId()).isPositive();
            assertThat(delivery.properties().subscriptionIdentifiers()).containsExactly(7);
            assertThat(sent).noneMatch(PubAck.class::isInstance);
            delivery.acknowledge();
            assertThat(next(sent, PubAck.class).packetId()).isEqualTo(delivery.packetId());
            assertThat(client.async()
                            .requestUnsubscriptions(List.of("one", "two"), Properties.NONE)
                            .get(30, TimeUnit.SECONDS))
                    .hasSize(2);
            assertThat(next(sent, Unsubscribe.class).filters()).containsExactly("one", "two");
            assertThatThrownBy(() -> client.async().requestSubscriptions(List.of(), Properties.NONE))
                    .hasMessageContaining("no filter");
        }
    }
}
