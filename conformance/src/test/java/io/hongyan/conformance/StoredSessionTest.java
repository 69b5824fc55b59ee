package io.hongyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.store.SessionKey;
import io.hongyan.broker.store.ShardStore;
import io.hongyan.broker.store.Store;
import io.hongyan.broker.store.StoredSession;
import io.hongyan.codec.Version;
import io.hongyan.testkit.TestBroker;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the store is told of sessions.
class StoredSessionTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_session_whose_expiry_becomes_0_leaves_the_store(boolean onReturn) {
        KeptSessions kept = new KeptSessions();
        try (TestBroker broker = TestBroker.builder().store(kept).build();
                RawClient client = new RawClient(broker.port())) {
            client.connect(Connecting.as(Version.MQTT_5, "a").lasting()).expectAccepted();
            client.expectNothing();
            assertThat(kept.names).containsExactly("a");
            if (onReturn) {
                client.leave();
                RawClient back = new RawClient(broker.port())
                        .connect(Connecting.as(Version.MQTT_5, "a").resuming());
                assertThat(back.expectAccepted().sessionPresent()).isTrue();
                back.leave();
            } else {
                client.send("e0 07 00 05 11 00 00 00 00").expectClosed();
            }
            assertThat(kept.names).isEmpty();
        }
    }

    /// Remembers the ids of stored sessions and nothing else.
    private static final class KeptSessions implements Store {
        private final Set<String> names = ConcurrentHashMap.newKeySet();

        @Override
        public ShardStore shard(int shard, int shards) {
            return (ShardStore) Proxy.newProxyInstance(
                    ShardStore.class.getClassLoader(), new Class<?>[] {ShardStore.class}, (_, method, arguments) -> {
                        switch (method.getName()) {
                            case "save" ->
                                names.add(((StoredSession) arguments[0]).key().clientId());
                            case "remove" -> names.remove(((SessionKey) arguments[0]).clientId());
                            case "whenSafe" -> ((Runnable) arguments[0]).run();
                            default -> {}
                        }
                        return null;
                    });
        }

        @Override
        public boolean durable() {
            return false;
        }

        @Override
        public void close() {}
    }
}
