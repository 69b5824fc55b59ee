package io.hongyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.auth.AuthExchange;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.broker.auth.StatusRules;
import io.hongyan.broker.config.StoreLimits;
import io.hongyan.broker.message.StatusNotice;
import io.hongyan.broker.message.StatusNotice.Event;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.broker.store.Store;
import io.hongyan.codec.Version;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.store.rocksdb.Durability;
import io.hongyan.store.rocksdb.RocksDbStore;
import io.hongyan.testkit.TestBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Business systems hear of connections in their order, and of none twice or never.
class StatusNoticeTest {
    private static final OutboxKey KEY = new OutboxKey(TestBroker.INSTANCE, "status");

    @TempDir
    private Path folder;

    private Store store;
    private TestBroker broker;
    private Outbox outbox;

    /// Tells of clients whose id begins with `told`.
    private final class Rules implements StatusRules, Authenticator {
        @Override
        public List<Outbox> find(String clientId) {
            return clientId.startsWith("told") ? List.of(outbox) : List.of();
        }

        @Override
        public void authenticate(ConnectRequest request, Consumer<AuthResult> answer) {
            answer.accept(new AuthResult.Admitted(TestBroker.INSTANCE, () -> "", policy(TestBroker.INSTANCE)));
        }

        @Override
        public ClientPolicy policy(String instance) {
            ClientPolicy open = ClientPolicy.open();
            return new ClientPolicy(
                    open.authorizer(),
                    open.publishPolicy(),
                    open.subscribePolicy(),
                    open.controlTopics(),
                    open.directDelivery(),
                    open.presence(),
                    open.reactions(),
                    open.grantedLimits(),
                    open.pace(),
                    open.outbound(),
                    this);
        }

        @Override
        public @Nullable AuthExchange exchange(String method, ConnectRequest request) {
            return null;
        }
    }

    @BeforeEach
    void start() {
        store = RocksDbStore.open(folder, Durability.ALWAYS, StoreLimits.defaults(), new SystemClock());
        outbox = store.outbox(KEY, OutboxLimits.defaults());
        broker = TestBroker.builder().authenticator(new Rules()).store(store).build();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private RawClient client(String id) {
        RawClient client = new RawClient(broker.port()).connect(Connecting.as(Version.MQTT_5, id));
        client.expectAccepted();
        return client;
    }

    private List<StatusNotice> notices(int count) {
        await().until(() -> outbox.stats().messages() >= count);
        return outbox.read(0, 1000).join().entries().stream()
                .map(entry -> StatusNotice.of(entry.message()))
                .toList();
    }

    private static List<Event> events(List<StatusNotice> notices) {
        return notices.stream().map(StatusNotice::event).toList();
    }

    @Test
    void a_clean_goodbye_is_connect_disconnect_and_tcpclean_of_one_channel() {
        client("silent").leave();
        client("told").leave();
        List<StatusNotice> notices = notices(3);
        assertThat(events(notices)).containsExactly(Event.CONNECT, Event.DISCONNECT, Event.TCPCLEAN);
        assertThat(notices.stream().map(StatusNotice::channelId).distinct()).hasSize(1);
        assertThat(notices).allSatisfy(notice -> {
            assertThat(notice.clientId()).isEqualTo("told");
            assertThat(notice.channelId()).matches("[0-9A-F]{32}");
            assertThat(notice.clientIp()).matches("127\\.0\\.0\\.1:\\d+");
            assertThat(notice.time()).isPositive();
        });
        assertThat(store.openChannels()).isEmpty();
    }

    @Test
    void a_connection_that_breaks_is_tcpclean_alone() {
        client("told").drop(true);
        assertThat(events(notices(2))).containsExactly(Event.CONNECT, Event.TCPCLEAN);
    }

    @Test
    void a_takeover_ends_the_old_channel_before_the_new_one_begins() {
        client("told");
        client("told");
        List<StatusNotice> notices = notices(3);
        assertThat(events(notices)).containsExactly(Event.CONNECT, Event.TCPCLEAN, Event.CONNECT);
        assertThat(notices.get(1).channelId()).isEqualTo(notices.get(0).channelId());
        assertThat(notices.get(2).channelId()).isNotEqualTo(notices.get(0).channelId());
    }

    @Test
    void after_a_crash_the_next_start_ends_every_channel_that_was_open_once() {
        client("told-1").leave();
        client("told-2");
        client("told-3");
        await().until(() -> store.openChannels().size() == 2);
        broker.close(); // the store first: what comes after it is not written
        start();
        List<StatusNotice> notices = notices(7);
        assertThat(notices.stream()
                        .filter(notice -> notice.event() == Event.TCPCLEAN)
                        .map(StatusNotice::clientId))
                .containsExactlyInAnyOrder("told-1", "told-2", "told-3");
        await().until(() -> store.openChannels().isEmpty());
        broker.close();
        start();
        assertThat(notices(7)).hasSize(7);
    }
}
