package io.hongyan.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.auth.AllowAllAuthenticator;
import io.hongyan.broker.auth.AuthExchange;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.event.EventSink;
import io.hongyan.broker.store.OpenStore;
import io.hongyan.broker.store.SessionKey;
import io.hongyan.broker.store.SessionStore;
import io.hongyan.broker.store.StoredSubscription;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.codec.QoS;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A start with something in the store that cannot be brought back.
class SessionRecoveryTest {
    private final StepLoop loop = new StepLoop();
    private final MemoryStore store = MemoryStore.lasting();
    private final List<String> errors = new ArrayList<>();
    private long sessions;

    /// Knows nothing of one instance, and says so with an exception.
    private record Forgetful(Authenticator other) implements Authenticator {
        @Override
        public void authenticate(ConnectRequest request, Consumer<AuthResult> answer) {
            other.authenticate(request, answer);
        }

        @Override
        public @Nullable ClientPolicy policy(String instance) {
            if (instance.equals("bad")) {
                throw new IllegalStateException("what was " + instance + "?");
            }
            return other.policy(instance);
        }

        @Override
        public @Nullable AuthExchange exchange(String method, ConnectRequest request) {
            return null;
        }
    }

    private void session(String instance, String clientId, String... filters) {
        try (OpenStore earlier = new OpenStore(store)) {
            SessionKey key = new SessionKey(instance, clientId);
            SessionStore made = earlier.create(key);
            made.save(OpenStore.session(key));
            for (String filter : filters) {
                made.subscribe(new StoredSubscription(filter, QoS.AT_LEAST_ONCE, false, false, 0));
            }
        }
    }

    private List<ClientInfo> clients(String instance) {
        EventSink sink = event -> {
            if (event instanceof BrokerEvent.UnexpectedError e) {
                errors.add(e.what());
            }
        };
        Broker broker = Broker.start(
                BrokerConfig.defaults(),
                List.of(loop),
                new Forgetful(new AllowAllAuthenticator("i")),
                store,
                sink,
                new SystemClock(),
                new Random(1));
        turns();
        CompletableFuture<List<ClientInfo>> found = broker.oversight().clients(instance, ClientQuery.above("", 10));
        turns();
        sessions = broker.stats().sessions();
        broker.close();
        assertThat(broker.started()).isCompleted();
        return found.join();
    }

    private void turns() {
        while (loop.step()) {
            // until nothing is left to do
        }
    }

    @Test
    void a_session_whose_instance_makes_trouble_does_not_take_others_with_it() {
        session("bad", "c1", "a");
        session("i", "c1", "a");
        session("i", "c2", "a");
        assertThat(clients("i")).extracting(ClientInfo::clientId).containsExactly("c1", "c2");
        assertThat(errors).singleElement().asString().contains("bad", "c1");
    }

    @Test
    void a_filter_that_cannot_be_read_costs_the_session_that_filter_only() {
        session("i", "c", "a", "b/#/c", "d");
        assertThat(clients("i"))
                .singleElement()
                .extracting(ClientInfo::subscriptions)
                .isEqualTo(2);
        assertThat(errors).singleElement().asString().contains("b/#/c", "client c");
    }

    @Test
    void of_two_sessions_of_one_client_the_later_one_stays() {
        session("i", "c", "a");
        session("i", "c", "a", "b");
        for (int start = 0; start < 2; start++) {
            assertThat(clients("i"))
                    .singleElement()
                    .extracting(ClientInfo::subscriptions)
                    .isEqualTo(2);
            assertThat(sessions).isOne();
        }
        assertThat(errors).isEmpty();
    }
}
