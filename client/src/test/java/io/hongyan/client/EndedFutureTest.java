package io.hongyan.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hongyan.client.auth.Login;
import io.hongyan.client.message.Acknowledge;
import io.hongyan.client.message.Delivery;
import io.hongyan.codec.QoS;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.testkit.TestBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Futures that their caller ends before the client does: what would have come with them is nobody's.
class EndedFutureTest {
    enum End {
        CANCEL {
            @Override
            <T> void of(CompletableFuture<T> future) {
                future.cancel(true);
            }
        },
        TIMEOUT {
            @Override
            <T> void of(CompletableFuture<T> future) {
                assertThat(future.orTimeout(1, TimeUnit.MILLISECONDS)).failsWithin(Received.PATIENCE);
            }
        },
        OTHER_VALUE {
            @Override
            <T> void of(CompletableFuture<T> future) {
                future.complete(null);
            }
        };

        abstract <T> void of(CompletableFuture<T> future);
    }

    /// Runs tasks on threads of their own, or holds them until it is opened.
    private static final class Gate implements Executor {
        private final BlockingQueue<Runnable> held = new LinkedBlockingQueue<>();
        private final AtomicBoolean shut = new AtomicBoolean();

        @Override
        public void execute(Runnable task) {
            if (shut.get()) {
                held.add(task);
            } else {
                Thread.startVirtualThread(task);
            }
        }

        void open() {
            shut.set(false);
            for (Runnable task = held.poll(); task != null; task = held.poll()) {
                Thread.startVirtualThread(task);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_connect_that_its_caller_ends_leaves_no_connection(End end) throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ClientThreads threads = ClientThreads.start("ended", 1)) {
            CompletableFuture<MqttClient> future = MqttClient.builder()
                    .server("mqtt://127.0.0.1:" + silent.getLocalPort())
                    .connectTimeout(Duration.ofMinutes(5))
                    .threads(threads)
                    .connectAsync();
            try (Socket accepted = silent.accept()) {
                accepted.setSoTimeout((int) Received.PATIENCE.toMillis());
                assertThat(accepted.getInputStream().read()).isPositive();
                end.of(future);
                accepted.getInputStream().readAllBytes(); // ends with the connection, or with a timeout
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_client_that_nobody_takes_any_more_is_closed(End end) {
        Gate gate = new Gate();
        try (TestBroker broker = TestBroker.start()) {
            CompletableFuture<MqttClient> future = MqttClient.builder()
                    .server("mqtt://127.0.0.1:" + broker.port())
                    .executor(gate)
                    .credentials(id -> {
                        gate.shut.set(true);
                        return Login.ANONYMOUS;
                    })
                    .connectAsync();
            Awaitility.await().until(() -> !gate.held.isEmpty());
            end.of(future);
            gate.open();
            Awaitility.await()
                    .atMost(Received.PATIENCE)
                    .until(() -> broker.stats().connections() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_subscription_that_its_caller_ends_before_the_answer_is_ended(End end) {
        endsSubscriptions(end, 1, (client, receiver) -> client.subscribe("a/#", receiver));
    }

    @ParameterizedTest
    @EnumSource
    void several_subscriptions_that_their_caller_ends_before_the_answer_are_ended(End end) {
        List<Subscription> filters =
                List.of(new Subscription("a/#", QoS.AT_LEAST_ONCE), new Subscription("b", QoS.AT_MOST_ONCE));
        endsSubscriptions(
                end, 2, (client, receiver) -> client.subscribe(filters, Acknowledge.AFTER_RECEIVER, receiver));
    }

    private static void endsSubscriptions(
            End end, int filters, BiFunction<AsyncMqttClient, Consumer<Delivery>, CompletableFuture<?>> call) {
        Gate gate = new Gate();
        try (TestBroker broker = TestBroker.start();
                MqttClient client = MqttClient.builder()
                        .server("mqtt://127.0.0.1:" + broker.port())
                        .executor(gate)
                        .connect()) {
            gate.shut.set(true);
            CompletableFuture<?> future = call.apply(client.async(), message -> {});
            Awaitility.await()
                    .atMost(Received.PATIENCE)
                    .until(() -> broker.stats().subscriptions() == filters);
            end.of(future);
            gate.open();
            Awaitility.await()
                    .atMost(Received.PATIENCE)
                    .until(() -> broker.stats().subscriptions() == 0);
        }
    }

    @Test
    void a_subscription_that_is_taken_stays() {
        try (TestBroker broker = TestBroker.start();
                MqttClient client = MqttClient.connect("mqtt://127.0.0.1:" + broker.port())) {
            CompletableFuture<Subscribed> future = client.async().subscribe("a/#", message -> {});
            assertThat(future).succeedsWithin(Received.PATIENCE);
            assertThat(future.cancel(true)).isFalse();
            client.publish("b", "the server has dealt with what was sent before");
            assertThat(broker.stats().subscriptions()).isEqualTo(1);
        }
    }

    @Test
    void a_call_that_cannot_wait_leaves_nothing() {
        try (TestBroker broker = TestBroker.start();
                ClientThreads threads = ClientThreads.start("cannot-wait", 1);
                MqttClient client = MqttClient.builder()
                        .server("mqtt://127.0.0.1:" + broker.port())
                        .threads(threads)
                        .executor(Runnable::run)
                        .connect()) {
            MqttClientBuilder second = MqttClient.builder()
                    .server("mqtt://127.0.0.1:" + broker.port())
                    .threads(threads);
            List<Subscription> filters = List.of(new Subscription("a", QoS.AT_LEAST_ONCE));
            List<ThrowingCallable> calls = List.of(
                    second::connect,
                    () -> client.subscribe("a", message -> {}),
                    () -> client.subscribe(filters, Acknowledge.AFTER_RECEIVER, message -> {}),
                    () -> client.messages("a"));
            Received<Throwable> thrown = new Received<>();
            client.subscribe("go", message -> calls.forEach(call -> thrown.accept(catchThrowable(call))));
            client.publish("go", "on the network's thread");
            assertThat(thrown.next(calls.size())).hasOnlyElementsOfType(IllegalStateException.class);
            client.publish("b", "the server has dealt with what was sent before");
            Awaitility.await()
                    .atMost(Received.PATIENCE)
                    .until(() -> broker.stats().subscriptions() == 1);
            Awaitility.await()
                    .atMost(Received.PATIENCE)
                    .until(() -> broker.stats().connections() == 1);
        }
    }
}
