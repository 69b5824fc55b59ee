package io.hongyan.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hongyan.broker.auth.AuthExchange;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.client.config.Reconnect;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.MqttException;
import io.hongyan.codec.ReasonCode;
import io.hongyan.testkit.TestBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Goal: the exception of a call that waits says who called, and why nothing came.
class BlockingCallTest {
    private static MqttClientBuilder builder(int port) {
        return MqttClient.builder()
                .server("mqtt://127.0.0.1:" + port)
                .callTimeout(Duration.ofMillis(200))
                .reconnect(Reconnect.USUAL.between(Duration.ofMillis(10), Duration.ofMillis(20)));
    }

    private static int nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Its frame is among those of the exception.
    private static void caller(ThrowingCallable call) throws Throwable {
        call.call();
    }

    private static <T extends MqttException> T thrown(Class<T> type, ThrowingCallable call) {
        T thrown = catchThrowableOfType(type, () -> caller(call));
        assertThat(thrown.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("caller"));
        return thrown;
    }

    @Test
    void an_exception_of_a_blocking_call_has_the_frame_of_the_caller() throws IOException {
        MqttClientBuilder builder = builder(nobody());
        MqttException.Unreachable unreachable = thrown(MqttException.Unreachable.class, builder::connect);
        assertThat(unreachable.getCause()).isNotNull().isNotInstanceOf(MqttException.class);
        assertThat(unreachable.getSuppressed())
                .singleElement()
                .isInstanceOf(MqttException.Unreachable.class)
                .hasToString(unreachable.toString());

        try (TestBroker broker = TestBroker.start()) {
            MqttClient client = builder(broker.port()).connect();
            thrown(MqttException.TimedOut.class, () -> client.request(Message.of("nobody", ""), Duration.ofMillis(50)));
            client.close();
            MqttException.NotPublished dropped =
                    thrown(MqttException.NotPublished.class, () -> client.publish("a", "b"));
            assertThat(dropped.outcome().isDelivered()).isFalse();
            thrown(MqttException.Closed.class, () -> client.subscribe("a", message -> {}));
            thrown(MqttException.Closed.class, () -> client.unsubscribe("a"));
            thrown(MqttException.Closed.class, client::reauthenticate);
        }
    }

    @Test
    void a_refusal_keeps_its_reason() {
        try (TestBroker broker = TestBroker.builder()
                        .authenticator(new Refusing(Set.of("no/")))
                        .build();
                MqttClient client = builder(broker.port()).connect()) {
            MqttException.Refused refused =
                    thrown(MqttException.Refused.class, () -> client.subscribe("no/#", message -> {}));
            assertThat(refused.reason()).isEqualTo(ReasonCode.NOT_AUTHORIZED);
        }
    }

    @Test
    void a_stream_that_ended_throws_in_the_thread_that_takes() throws IOException {
        MessageStream stream = new MessageStream(1, false);
        stream.handler().end(new MqttException.ConnectionLost(ReasonCode.SESSION_TAKEN_OVER, "taken over"));
        for (int i = 0; i < 2; i++) {
            MqttException.ConnectionLost lost = thrown(MqttException.ConnectionLost.class, stream::take);
            assertThat(lost.reason()).isEqualTo(ReasonCode.SESSION_TAKEN_OVER);
        }
    }

    @Test
    void a_call_without_a_connection_says_why_there_is_none() throws IOException {
        int port = nobody();
        try (MqttClient client = builder(port).start()) {
            for (ThrowingCallable call : new ThrowingCallable[] {
                () -> client.publish("a", "b"),
                () -> client.subscribe("a", message -> {}),
                () -> client.request(Message.of("a", "b"), Duration.ofMillis(200))
            }) {
                MqttException.TimedOut late = thrown(MqttException.TimedOut.class, call);
                assertThat(late)
                        .hasMessageContaining("not connected: no connection to mqtt://127.0.0.1:" + port)
                        .hasMessageNotContaining("allow more time");
                assertThat(late.getCause()).isInstanceOf(MqttException.Unreachable.class);
            }
        }
    }

    @Test
    void a_call_of_a_client_that_is_not_let_in_says_so() {
        try (TestBroker broker =
                        TestBroker.builder().authenticator(new NobodyComesIn()).build();
                MqttClient client = builder(broker.port()).start()) {
            assertThatThrownBy(() -> client.publish("a", "b"))
                    .isInstanceOf(MqttException.TimedOut.class)
                    .hasMessageContaining("not connected: ")
                    .hasMessageContaining("refused the connection: bad user name or password");
        }
    }

    @Test
    void a_call_during_the_first_attempt_says_so() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                MqttClient client = builder(silent.getLocalPort()).start()) {
            assertThatThrownBy(() -> client.publish("a", "b"))
                    .isInstanceOf(MqttException.TimedOut.class)
                    .hasMessageContaining("not connected: the first attempt is not over");
        }
    }

    private static final class NobodyComesIn implements Authenticator {
        @Override
        public void authenticate(ConnectRequest request, Consumer<AuthResult> answer) {
            answer.accept(new AuthResult.Refused(ReasonCode.BAD_USER_NAME_OR_PASSWORD, "the test says so"));
        }

        @Override
        public ClientPolicy policy(String instance) {
            return new Refusing(Set.of()).policy(instance);
        }

        @Override
        public @Nullable AuthExchange exchange(String method, ConnectRequest request) {
            return null;
        }
    }
}
