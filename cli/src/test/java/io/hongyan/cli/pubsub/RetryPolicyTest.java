package io.hongyan.cli.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hongyan.client.MqttClient;
import io.hongyan.client.config.Reconnect;
import io.hongyan.client.config.ServerAddress;
import io.hongyan.client.message.MqttException;
import io.hongyan.testkit.TestBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RetryPolicyTest {
    private MqttException gone;

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicBoolean idle = new AtomicBoolean();
    private final List<MqttException> told = new ArrayList<>();
    private final RetryPolicy policy = new RetryPolicy(Duration.ofSeconds(30), nanos::get, idle::get, told::add);

    /// Only the library makes its exceptions.
    @BeforeEach
    void lose() throws Exception {
        int port;
        try (TestBroker broker = TestBroker.start()) {
            port = broker.port();
        }
        gone = catchThrowableOfType(
                MqttException.Unreachable.class, () -> MqttClient.connect("mqtt://127.0.0.1:" + port));
    }

    private boolean goesOn() {
        ServerAddress server = ServerAddress.parse("localhost");
        return policy.next(new Reconnect.Attempt(1, server, Duration.ofSeconds(1), gone)) != null;
    }

    private void pass(int seconds) {
        nanos.addAndGet(seconds * 1_000_000_000L);
    }

    @Test
    void the_first_connection_is_not_made_again() {
        assertThat(goesOn()).isFalse();
        assertThat(told).isEmpty();
    }

    @Test
    void a_loss_is_told_and_the_connection_made_again() {
        policy.connected();
        assertThat(goesOn()).isTrue();
        assertThat(told).containsExactly(gone);
    }

    @Test
    void a_server_that_stays_away_is_given_up_after_a_while() {
        policy.connected();
        assertThat(goesOn()).isTrue();
        pass(30);
        assertThat(goesOn()).isTrue();
        pass(1);
        assertThat(goesOn()).isFalse();
    }

    @Test
    void the_second_connection_without_an_acknowledgement_is_the_last() {
        policy.connected();
        assertThat(goesOn()).isTrue();
        policy.connected();
        assertThat(goesOn()).isFalse();
    }

    @Test
    void an_acknowledgement_or_idleness_makes_up_for_a_loss() {
        policy.connected();
        assertThat(goesOn()).isTrue();
        policy.connected();
        policy.acknowledged();
        assertThat(goesOn()).isTrue();
        policy.connected();
        assertThat(goesOn()).isTrue();
        policy.connected();
        idle.set(true);
        assertThat(goesOn()).isTrue();
    }
}
