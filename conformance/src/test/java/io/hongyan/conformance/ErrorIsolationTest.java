package io.hongyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.auth.AuthExchange;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.auth.Authorizer;
import io.hongyan.broker.auth.Client;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.broker.auth.Decision;
import io.hongyan.broker.auth.PresenceListener;
import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.event.Counter;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import io.hongyan.testkit.TestBroker;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// An unexpected exception ends one connection, is counted and logged, and stops nothing else.
class ErrorIsolationTest {
    private final Facts facts = new Facts();
    private final TestBroker broker = TestBroker.builder()
            .events(event -> {
                facts.on(event);
                if (event instanceof BrokerEvent.Connected connected
                        && connected.clientId().equals("unlucky")) {
                    throw new AssertionError("on purpose");
                }
            })
            .authenticator(new Throwing())
            .build();

    @AfterEach
    void stop() {
        broker.close();
    }

    private RawClient client(String id) {
        RawClient client = new RawClient(broker.port()).connect(Connecting.as(Version.MQTT_5, id));
        client.expectAccepted();
        return client;
    }

    private void expectOthersGoOn() {
        RawClient receiver = client("receiver");
        receiver.subscribe(QoS.AT_LEAST_ONCE, "fine");
        client("sender").publishAndWait("fine", "goes on");
        receiver.expectMessage("fine", "goes on");
    }

    @Test
    void a_rule_that_throws_ends_the_connection_that_it_was_asked_about() {
        RawClient client = client("a");
        client.publish("throw", "x", QoS.AT_LEAST_ONCE, 1);
        client.expectThrownOut(ReasonCode.UNSPECIFIED_ERROR);
        facts.await("unexpected error", 1);
        assertThat(broker.stats().value(Counter.INTERNAL_ERRORS)).isOne();
        expectOthersGoOn();
    }

    @Test
    void who_is_told_of_clients_and_throws_does_not_keep_connections_and_wills() {
        RawClient watcher = client("watcher");
        watcher.subscribe(QoS.AT_LEAST_ONCE, "w");
        RawClient leaving = new RawClient(broker.port())
                .connect(Connecting.as(Version.MQTT_5, "throw-at-end").will("w", "gone", QoS.AT_LEAST_ONCE, false));
        leaving.expectAccepted();
        leaving.drop(true);
        watcher.expectMessage("w", "gone");
        facts.await("unexpected error", 1);
        expectOthersGoOn();
    }

    @Test
    void a_listener_for_events_that_throws_reaches_nobody() {
        client("unlucky").publishAndWait("fine", "x");
        expectOthersGoOn();
        assertThat(facts.count("unexpected error")).isZero();
    }

    /// Lets everybody in, and throws where the tests ask for it.
    private static final class Throwing implements Authenticator {
        private final ClientPolicy policy = new ClientPolicy(
                new Authorizer() {
                    @Override
                    public Decision publish(Client client, Topic topic) {
                        if (topic.toString().equals("throw")) {
                            throw new AssertionError("on purpose");
                        }
                        return Decision.ALLOW;
                    }

                    @Override
                    public Decision subscribe(Client client, TopicFilter filter) {
                        return Decision.ALLOW;
                    }
                },
                ClientPolicy.open().publishPolicy(),
                ClientPolicy.open().subscribePolicy(),
                ClientPolicy.open().controlTopics(),
                ClientPolicy.open().directDelivery(),
                new PresenceListener() {
                    @Override
                    public void connected(Client client) {}

                    @Override
                    public void disconnected(Client client) {
                        if (client.clientId().equals("throw-at-end")) {
                            throw new IllegalStateException("on purpose");
                        }
                    }
                },
                ClientPolicy.open().reactions(),
                ClientPolicy.open().grantedLimits(),
                ClientPolicy.open().pace(),
                ClientPolicy.open().outbound(),
                ClientPolicy.open().status());

        @Override
        public void authenticate(ConnectRequest request, Consumer<AuthResult> answer) {
            answer.accept(new AuthResult.Admitted(TestBroker.INSTANCE, () -> "", policy));
        }

        @Override
        public ClientPolicy policy(String instance) {
            return policy;
        }

        @Override
        public @Nullable AuthExchange exchange(String method, ConnectRequest request) {
            return null;
        }
    }
}
