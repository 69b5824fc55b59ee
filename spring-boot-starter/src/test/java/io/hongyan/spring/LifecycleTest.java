package io.hongyan.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.client.MqttClient;
import io.hongyan.client.message.Acknowledge;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.PublishOutcome;
import io.hongyan.testkit.TestBroker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/// Goal: no message is lost because a program starts or stops.
final class LifecycleTest {
    private TestBroker broker;

    @BeforeEach
    void start() {
        broker = TestBroker.start();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private ConfigurableApplicationContext program(Class<?> beans) {
        return Program.run(
                List.of(
                        Program.servers(broker),
                        "hongyan.client.client-id=keeper",
                        "hongyan.client.persistent-session=1d"),
                beans);
    }

    private void publish(String... texts) {
        try (MqttClient other = MqttClient.connect("mqtt://127.0.0.1:" + broker.port())) {
            for (String text : texts) {
                other.publish("a", text);
            }
        }
    }

    static class Ears {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

        @MqttListener(topics = "a")
        void heard(String text) {
            heard.add(text);
        }

        String next() throws InterruptedException {
            return heard.poll(10, TimeUnit.SECONDS);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Listening {
        @Bean
        Ears ears() {
            return new Ears();
        }
    }

    /// A bean that is made after the client, and takes until the client is connected.
    @Configuration(proxyBeanMethods = false)
    static class SlowlyListening {
        @Bean
        Ears ears(MqttClient client) {
            await().until(client::isConnected);
            return new Ears();
        }
    }

    @Test
    void what_came_while_the_program_was_away_reaches_a_listener_that_is_made_late() throws Exception {
        try (ConfigurableApplicationContext before = program(Listening.class)) {
            before.getBean(MqttClient.class).publish("b", "the server has dealt with the subscription");
        }
        publish("1", "2");

        try (ConfigurableApplicationContext context = program(SlowlyListening.class)) {
            Ears ears = context.getBean(Ears.class);
            assertThat(List.of(ears.next(), ears.next())).containsExactly("1", "2");
        }
    }

    private static boolean waitsForListeners(Thread thread) {
        return thread.getState() == Thread.State.TIMED_WAITING
                && Stream.of(thread.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(MqttListeners.class.getName()));
    }

    static class SlowEars {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch mayEnd = new CountDownLatch(1);
        private volatile boolean ended;

        @MqttListener(topics = "a")
        void heard(String text) throws InterruptedException {
            begun.countDown();
            mayEnd.await();
            ended = true;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class SlowListening {
        @Bean
        SlowEars ears() {
            return new SlowEars();
        }
    }

    @Test
    void a_stop_waits_for_the_method_that_runs_and_leaves_further_messages_with_the_server() throws Exception {
        ConfigurableApplicationContext context = program(SlowListening.class);
        SlowEars ears = context.getBean(SlowEars.class);
        await().until(() -> context.getBean(MqttClient.class).isConnected());
        publish("1", "2", "3");
        ears.begun.await();

        Thread closing = Thread.startVirtualThread(context::close);
        await().until(() -> waitsForListeners(closing));
        ears.mayEnd.countDown();
        closing.join();

        assertThat(ears.ended).isTrue();
        try (ConfigurableApplicationContext next = program(Listening.class)) {
            Ears again = next.getBean(Ears.class);
            assertThat(List.of(again.next(), again.next())).containsExactly("2", "3");
        }
    }

    @Test
    void with_a_folder_what_was_published_without_a_server_is_sent_by_the_next_start(@TempDir Path folder)
            throws Exception {
        List<String> onDisk = List.of("hongyan.client.client-id=disk", "hongyan.client.queue.folder=" + folder);
        List<String> nowhere = new ArrayList<>(onDisk);
        nowhere.add("hongyan.client.servers=mqtt://127.0.0.1:1");
        CompletableFuture<PublishOutcome> outcome;
        try (ConfigurableApplicationContext context = Program.run(nowhere)) {
            outcome = context.getBean(MqttClient.class).async().publish(Message.of("a", "kept"));
        }
        assertThat(outcome.join()).isInstanceOf(PublishOutcome.Kept.class);

        List<String> here = new ArrayList<>(onDisk);
        here.add(Program.servers(broker));
        try (ConfigurableApplicationContext context = Program.run(here, Listening.class)) {
            assertThat(context.getBean(Ears.class).next()).isEqualTo("kept");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnClient {
        @Bean
        MqttClient own(TestBrokerPort port) {
            return MqttClient.builder()
                    .server("mqtt://127.0.0.1:" + port.number())
                    .clientId("own")
                    .connect();
        }

        @Bean
        Ears ears() {
            return new Ears();
        }

        @Bean
        TestBrokerPort port(Environment environment) {
            return new TestBrokerPort(environment.getRequiredProperty("port", Integer.class));
        }
    }

    record TestBrokerPort(int number) {}

    @Test
    void a_client_of_the_program_takes_the_place_of_ours_and_listeners_use_it() throws Exception {
        try (ConfigurableApplicationContext context = Program.run(List.of("port=" + broker.port()), OwnClient.class)) {
            assertThat(context.getBeansOfType(MqttClient.class)).containsOnlyKeys("own");
            context.getBean(MqttClient.class).publish("a", "1");
            assertThat(context.getBean(Ears.class).next()).isEqualTo("1");
        }
        await().until(() -> broker.stats().connections() == 0);
    }

    @Test
    void switched_off_everything_is_off_but_a_client_of_the_program() {
        List<String> off = List.of("port=" + broker.port(), "hongyan.client.enabled=false");
        try (ConfigurableApplicationContext context = Program.run(off, OwnClient.class)) {
            assertThat(context.getBeansOfType(MqttClient.class)).containsOnlyKeys("own");
            assertThat(context.containsBean("mqttHealthIndicator")).isFalse();
            assertThat(context.containsBean("mqttClientObserver")).isFalse();
            assertThat(broker.stats().subscriptions()).isZero();
        }
    }

    static class Direct extends Ears {
        @MqttListener(topics = "parent/p2p/#", subscribe = false, ack = Acknowledge.AFTER_RECEIVER)
        void direct(String text) {
            heard(text);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Listener {
        @Bean
        Direct direct() {
            return new Direct();
        }
    }

    @Test
    void a_listener_need_not_ask_the_server() throws Exception {
        try (ConfigurableApplicationContext context = program(Listener.class)) {
            context.getBean(MqttClient.class).publish("a", "the server has dealt with all that came before");
            assertThat(context.getBean(Direct.class).next()).isNotNull();
            assertThat(broker.stats().subscriptions()).isEqualTo(1);
        }
    }
}
