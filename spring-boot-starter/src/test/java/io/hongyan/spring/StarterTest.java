package io.hongyan.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.client.MqttClient;
import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.message.Acknowledge;
import io.hongyan.client.message.Delivery;
import io.hongyan.codec.topic.Topic;
import io.hongyan.testkit.TestBroker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/// Goal: a Spring Boot program needs properties and annotated methods, and nothing else.
final class StarterTest {
    private TestBroker broker;
    private ConfigurableApplicationContext context;
    private MqttClient client;
    private Ears ears;

    record Order(String item, int count) {}

    /// A bean of the user's.
    static class Ears {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final List<ClientEvent> events = new CopyOnWriteArrayList<>();

        @MqttListener(topics = {"${shop}/text", "second"})
        void text(String text) {
            heard.add(text);
        }

        @MqttListener(topics = "bytes/+", qos = 2)
        void bytes(Topic topic, byte[] payload) {
            heard.add(topic + " " + new String(payload, UTF_8));
        }

        @MqttListener(topics = "order")
        void order(Order order) {
            heard.add(order.count() + " of " + order.item());
        }

        @MqttListener(topics = "orders")
        void orders(List<Order> orders) {
            heard.add(orders.size() + " orders, first " + orders.getFirst().item());
        }

        @MqttListener(topics = "manual", ack = Acknowledge.MANUALLY)
        void manual(Delivery delivery) {
            heard.add(delivery.text());
            delivery.acknowledge();
        }

        @MqttListener(topics = "broken")
        void broken(String text) {
            heard.add(text);
            throw new IllegalStateException("this one always fails");
        }

        @EventListener
        void event(ClientEvent event) {
            events.add(event);
        }

        String next() throws InterruptedException {
            return heard.poll(10, TimeUnit.SECONDS);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Beans {
        @Bean
        Ears ears() {
            return new Ears();
        }

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Bean
        MqttClientCustomizer customizer() {
            return builder -> builder.clientId("customized");
        }
    }

    @BeforeEach
    void start() {
        broker = TestBroker.start();
        context = Program.run(List.of(Program.servers(broker), "shop=north"), Beans.class);
        client = context.getBean(MqttClient.class);
        ears = context.getBean(Ears.class);
    }

    @AfterEach
    void stop() {
        context.close();
        broker.close();
    }

    @Test
    void methods_get_messages_in_the_form_that_they_want() throws Exception {
        client.publish("north/text", "hello");
        assertThat(ears.next()).isEqualTo("hello");
        client.publish("second", "again");
        assertThat(ears.next()).isEqualTo("again");
        client.publish("bytes/a", "raw");
        assertThat(ears.next()).isEqualTo("bytes/a raw");
        client.publish("order", "{\"item\": \"tea\", \"count\": 3}");
        assertThat(ears.next()).isEqualTo("3 of tea");
        client.publish("orders", "[{\"item\": \"tea\", \"count\": 3}]");
        assertThat(ears.next()).isEqualTo("1 orders, first tea");
        client.publish("manual", "by hand");
        assertThat(ears.next()).isEqualTo("by hand");
    }

    @Test
    void an_exception_is_counted_and_the_next_message_comes_all_the_same() throws Exception {
        client.publish("broken", "1");
        client.publish("broken", "2");
        client.publish("order", "no json");

        assertThat(List.of(ears.next(), ears.next())).containsExactly("1", "2");
        await().until(() -> failures("Ears.broken") == 2 && failures("Ears.order") == 1);
    }

    private double failures(String listener) {
        var counter = context.getBean(MeterRegistry.class)
                .find("hongyan.client.listener.failures")
                .tag("listener", listener)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    @Test
    void customizers_change_the_client_and_events_reach_the_program() {
        await().until(client::isConnected);

        assertThat(client.clientId()).isEqualTo("customized");
        await().untilAsserted(() -> assertThat(ears.events).hasAtLeastOneElementOfType(ClientEvent.Connected.class));
    }

    @Test
    void the_meters_of_the_client_are_among_those_of_the_program() {
        client.publish("nobody", "1");

        assertThat(context.getBean(MeterRegistry.class)
                        .get("hongyan.client.messages.sent")
                        .tag("qos", "1")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void health_follows_the_connection() {
        await().until(() -> health().getStatus().equals(Status.UP));
        assertThat(health().getDetails())
                .containsEntry("server", "mqtt://127.0.0.1:" + broker.port())
                .containsEntry("clientId", "customized");

        broker.close();

        await().until(() -> health().getStatus().equals(Status.DOWN));
        await().untilAsserted(() ->
                assertThat(health().getDetails().get("reason").toString()).contains("no connection to"));
    }

    private Health health() {
        return context.getBean("mqttHealthIndicator", HealthIndicator.class).health();
    }

    @Test
    void the_client_says_goodbye_when_the_context_closes() {
        await().until(client::isConnected);
        assertThat(broker.stats().connections()).isEqualTo(1);

        context.close();

        assertThat(client.isConnected()).isFalse();
        await().until(() -> broker.stats().connections() == 0);
        assertThat(ears.events).noneMatch(ClientEvent.Disconnected.class::isInstance);
    }
}
