package io.hongyan.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.client.config.Reconnect;
import io.hongyan.client.event.ClientObserver;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.MqttException;
import io.hongyan.client.message.PublishOutcome;
import io.hongyan.client.message.PublishOutcome.Dropped;
import io.hongyan.client.message.PublishOutcome.Uncertain;
import io.hongyan.client.message.PublishOutcome.Why;
import io.hongyan.codec.QoS;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// An outcome says what is known of the message, and no more.
class PublishOutcomeTest {
    @Test
    void the_exception_of_an_unknown_outcome_does_not_say_that_the_message_was_not_published() {
        Uncertain uncertain = new Uncertain("the server has forgotten the session");
        assertThatThrownBy(uncertain::orThrow)
                .isInstanceOf(MqttException.NotPublished.class)
                .hasMessage("nobody knows whether the message was published: the server has forgotten the session");
        assertThatThrownBy(PublishOutcome.Kept.ON_DISK::orThrow)
                .isInstanceOf(MqttException.NotPublished.class)
                .hasMessageStartingWith("the server has not acknowledged the message: ");
        Dropped dropped = new Dropped(Why.CLOSED);
        assertThatThrownBy(dropped::orThrow)
                .isInstanceOf(MqttException.NotPublished.class)
                .hasMessage("the message was not published: the client is closed");
    }

    @Test
    void a_message_that_a_server_may_have_is_uncertain_when_the_next_server_does_not_take_it() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        try (HostileServer server = new HostileServer(peer -> {
                    peer.await(1);
                    if (connections.incrementAndGet() == 1) {
                        peer.send("2003000000");
                        peer.await(3);
                        peer.reset();
                    } else {
                        // Maximum QoS 0.
                        peer.send("20050000022400");
                        peer.read();
                    }
                });
                MqttClient client = MqttClient.builder()
                        .server(server.address())
                        .reconnect(Reconnect.USUAL.between(Duration.ofMillis(50), Duration.ofMillis(50)))
                        .connect()) {
            assertThat(client.async().publish(Message.of("a", "1")))
                    .succeedsWithin(Received.PATIENCE)
                    .isInstanceOf(Uncertain.class);
        }
    }

    @Test
    void a_message_whose_future_was_cancelled_is_not_called_expired() throws Exception {
        Received<PublishOutcome> told = new Received<>();
        ClientObserver observer = new ClientObserver() {
            @Override
            public void published(Message message, PublishOutcome outcome, long millis) {
                told.accept(outcome);
            }
        };
        try (HostileServer server = new HostileServer(peer -> peer.await(1));
                MqttClient client = MqttClient.builder()
                        .server(server.address())
                        .observer(observer)
                        .start()) {
            for (QoS qos : List.of(QoS.AT_MOST_ONCE, QoS.AT_LEAST_ONCE)) {
                CompletableFuture<PublishOutcome> future =
                        client.async().publish(Message.of("a", "1").withQos(qos));
                assertThat(future.cancel(false)).isTrue();
                assertThat(told.next()).isEqualTo(new Dropped(Why.CANCELLED));
            }
        }
    }
}
