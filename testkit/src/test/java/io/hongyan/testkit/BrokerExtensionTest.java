package io.hongyan.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BrokerExtensionTest {
    private final MovableClock clock = new MovableClock();

    @RegisterExtension
    final BrokerExtension extension = new BrokerExtension(TestBroker.builder().clock(clock));

    @RepeatedTest(2)
    void on_a_field_of_the_instance_a_broker_lives_for_one_test() throws IOException {
        clock.advance(Duration.ofHours(1));
        assertThat(extension.broker().stats().connections()).isZero();
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), extension.broker().port())) {
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @Test
    void there_is_no_broker_outside_of_tests() {
        assertThatThrownBy(() -> new BrokerExtension().broker())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("only during tests");
    }
}
