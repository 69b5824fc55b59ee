package io.hongyan.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.client.config.Reconnect;
import io.hongyan.client.config.ServerLimits;
import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.event.ClientObserver;
import io.hongyan.client.message.Acknowledge;
import io.hongyan.client.message.Delivery;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.MqttException;
import io.hongyan.client.message.PublishOutcome;
import io.hongyan.client.message.PublishOutcome.Dropped;
import io.hongyan.client.message.PublishOutcome.Why;
import io.hongyan.codec.QoS;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.topic.Topic;
import io.hongyan.testkit.Direction;
import io.hongyan.testkit.FaultyProxy;
import io.hongyan.testkit.PacketAction;
import io.hongyan.testkit.TestBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObserverTest {
    private static final Reconnect SOON = Reconnect.USUAL.between(Duration.ofMillis(50), Duration.ofMillis(50));

    /// Keeps what it is told, in words.
    private static class Told implements ClientObserver {
        private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

        @Override
        public Message publishing(Message message) {
            lines.add("publishing " + message.topic());
            return message.withUserProperty("trace", "1");
        }

        @Override
        public void sent(Topic topic, QoS qos, int payloadBytes) {
            lines.add("sent " + topic + " " + qos.level() + " " + payloadBytes);
        }

        @Override
        public void published(Message message, PublishOutcome outcome, long millis) {
            lines.add("published " + message.topic() + " " + outcome.isDelivered());
        }

        @Override
        public void received(Delivery delivery) {
            lines.add("received " + delivery.topic());
        }

        @Override
        public void dropped(Topic topic, String why) {
            lines.add("dropped " + topic);
        }

        @Override
        public void connected(ServerLimits server) {
            lines.add("connected");
        }

        @Override
        public void disconnected(MqttException cause) {
            lines.add("disconnected");
        }

        Collection<String> lines() {
            return List.copyOf(lines);
        }
    }

    private static MqttClientBuilder builder(int port, ClientObserver observer) {
        return MqttClient.builder()
                .server("mqtt://127.0.0.1:" + port)
                .reconnect(SOON)
                .observer(observer);
    }

    @Test
    void everything_is_reported_once() {
        Told told = new Told();
        Received<String> received = new Received<>();
        try (TestBroker broker = TestBroker.start();
                MqttClient client = builder(broker.port(), told).connect()) {
            client.subscribe(
                    new Subscription("in/#", QoS.EXACTLY_ONCE),
                    Acknowledge.AFTER_RECEIVER,
                    message -> received.accept(
                            message.properties().userProperties().getFirst().value()));
            for (QoS qos : QoS.values()) {
                client.publish(Message.of("in/" + qos.level(), "four").withQos(qos));
                assertThat(received.next()).as("what the observer added").isEqualTo("1");
            }
        }
        assertThat(told.lines())
                .containsExactlyInAnyOrder(
                        "connected",
                        "publishing in/0",
                        "sent in/0 0 4",
                        "published in/0 true",
                        "received in/0",
                        "publishing in/1",
                        "sent in/1 1 4",
                        "published in/1 true",
                        "received in/1",
                        "publishing in/2",
                        "sent in/2 2 4",
                        "published in/2 true",
                        "received in/2",
                        "disconnected");
    }

    @Test
    void a_message_that_is_sent_again_is_published_once() {
        Told told = new Told();
        Received<ClientEvent> events = new Received<>();
        try (TestBroker broker = TestBroker.start()) {
            FaultyProxy proxy = broker.proxy();
            try (MqttClient client = builder(proxy.port(), told).onEvent(events).connect()) {
                proxy.next(Direction.TO_CLIENT, FaultyProxy.PUBACK, PacketAction.CUT);
                client.publish("again", "1");
                events.next(ClientEvent.Disconnected.class);
                events.next(ClientEvent.Connected.class);
            }
        }
        assertThat(told.lines())
                .containsExactly(
                        "connected",
                        "publishing again",
                        "sent again 1 1",
                        "disconnected",
                        "connected",
                        "sent again 1 1",
                        "published again true",
                        "disconnected");
    }

    @Test
    void what_is_dropped_is_reported_once() {
        Told told = new Told();
        Received<ClientEvent> events = new Received<>();
        try (TestBroker broker = TestBroker.start()) {
            try (MqttClient before = kept(broker).connect()) {
                before.subscribe("kept", message -> {});
            }
            try (MqttClient sender = builder(broker.port(), ClientObserver.NONE).connect()) {
                sender.publish("kept", "for a receiver that is gone");
            }
            try (MqttClient client = kept(broker).observer(told).onEvent(events).connect()) {
                events.next(ClientEvent.MessageDropped.class);
                client.async().close().join();
                assertThat(client.async().publish(Message.of("late", "")).join())
                        .isEqualTo(new Dropped(Why.CLOSED));
            }
        }
        assertThat(told.lines())
                .containsExactly(
                        "connected",
                        "received kept",
                        "dropped kept",
                        "disconnected",
                        "publishing late",
                        "published late false");
    }

    private static MqttClientBuilder kept(TestBroker broker) {
        return builder(broker.port(), ClientObserver.NONE).clientId("kept").persistentSession(Duration.ofMinutes(5));
    }

    /// Fails whatever it is told.
    private static final class Failing extends Told {
        @Override
        public Message publishing(Message message) {
            super.publishing(message);
            throw new IllegalStateException("publishing");
        }

        @Override
        public void sent(Topic topic, QoS qos, int payloadBytes) {
            super.sent(topic, qos, payloadBytes);
            throw new IllegalStateException("sent");
        }

        @Override
        public void published(Message message, PublishOutcome outcome, long millis) {
            super.published(message, outcome, millis);
            throw new IllegalStateException("published");
        }

        @Override
        public void received(Delivery delivery) {
            super.received(delivery);
            throw new IllegalStateException("received");
        }

        @Override
        public void dropped(Topic topic, String why) {
            super.dropped(topic, why);
            throw new IllegalStateException("dropped");
        }

        @Override
        public void connected(ServerLimits server) {
            super.connected(server);
            throw new IllegalStateException("connected");
        }

        @Override
        public void disconnected(MqttException cause) {
            super.disconnected(cause);
            throw new IllegalStateException("disconnected");
        }
    }

    @Test
    void an_observer_that_fails_does_no_harm() {
        Failing failing = new Failing();
        Received<String> received = new Received<>();
        Received<ClientEvent> events = new Received<>();
        try (TestBroker broker = TestBroker.start()) {
            FaultyProxy proxy = broker.proxy();
            try (MqttClient client =
                    builder(proxy.port(), failing).onEvent(events).connect()) {
                events.next(ClientEvent.Connected.class);
                client.subscribe("in/#", message -> received.accept(message.text()));
                for (QoS qos : QoS.values()) {
                    client.publish(Message.of("in/" + qos.level(), "a").withQos(qos));
                    assertThat(received.next()).isEqualTo("a");
                }
                proxy.cut();
                events.next(ClientEvent.Connected.class);
                client.publish("in/again", "b");
                String next = received.next();
                while (next.equals("a")) { // again, because the cut has met its acknowledgement
                    next = received.next();
                }
                assertThat(next).isEqualTo("b");
            }
        }
        assertThat(failing.lines()).contains("connected", "publishing in/0", "sent in/1 1 1", "published in/2 true");
        assertThat(failing.lines()).contains("received in/again", "disconnected");
    }
}
