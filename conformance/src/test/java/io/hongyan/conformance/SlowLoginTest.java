package io.hongyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.broker.auth.AuthExchange;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.AuthResult.Admitted;
import io.hongyan.broker.auth.AuthResult.Refused;
import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.testkit.TestBroker;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Logins with a slow check.
class SlowLoginTest {
    private static final BlockingQueue<Question> ASKED = new LinkedBlockingQueue<>();
    private static final TestBroker BROKER =
            TestBroker.builder().authenticator(new Later()).build();

    private record Question(ConnectRequest request, Consumer<AuthResult> answer) {}

    private static final class Later implements Authenticator {
        @Override
        public void authenticate(ConnectRequest request, Consumer<AuthResult> answer) {
            ASKED.add(new Question(request, answer));
        }

        @Override
        public ClientPolicy policy(String instance) {
            return ClientPolicy.open();
        }

        @Override
        public @Nullable AuthExchange exchange(String method, ConnectRequest request) {
            return null;
        }
    }

    @AfterAll
    static void stop() {
        BROKER.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void who_leaves_before_the_answer_is_known_to_be_gone(boolean reset) throws InterruptedException {
        RawClient client = new RawClient(BROKER.port()).connect(Connecting.as(Version.MQTT_5, "a"));
        Question question = asked();
        assertThat(question.request().gone().getAsBoolean()).isFalse();
        client.drop(reset);
        await().pollInterval(Duration.ofMillis(5)).until(question.request().gone()::getAsBoolean);
        question.answer().accept(new Admitted(TestBroker.INSTANCE, () -> "", ClientPolicy.open()));
        try (RawClient next = new RawClient(BROKER.port()).connect(Connecting.as(Version.MQTT_5, "a"))) {
            Question again = asked();
            again.answer().accept(new Admitted(TestBroker.INSTANCE, () -> "", ClientPolicy.open()));
            next.expectAccepted();
            assertThat(again.request().gone().getAsBoolean()).isFalse();
        }
    }

    @Test
    void a_busy_server_says_so_in_each_version() throws InterruptedException {
        Refused busy = new Refused(ReasonCode.SERVER_BUSY, "too many logins");
        try (RawClient old = new RawClient(BROKER.port()).connect(Connecting.as(Version.MQTT_3_1_1, "b"));
                RawClient client = new RawClient(BROKER.port()).connect(Connecting.as(Version.MQTT_5, "c"))) {
            asked().answer().accept(busy);
            asked().answer().accept(busy);
            assertThat(old.expect(Received.CONNACK).reason()).isEqualTo(3);
            old.expectClosed();
            Received answer = client.expect(Received.CONNACK);
            assertThat(answer.reason()).isEqualTo(ReasonCode.SERVER_BUSY.code());
            assertThat(answer.values(Property.REASON_STRING)).containsExactly("too many logins");
            client.expectClosed();
        }
    }

    private static Question asked() throws InterruptedException {
        Question question = ASKED.poll(20, TimeUnit.SECONDS);
        if (question == null) {
            throw new AssertionError("nobody asked");
        }
        return question;
    }
}
