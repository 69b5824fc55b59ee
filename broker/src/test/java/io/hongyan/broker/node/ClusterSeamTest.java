package io.hongyan.broker.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.Broker;
import io.hongyan.broker.StepLoop;
import io.hongyan.broker.SystemClock;
import io.hongyan.broker.auth.AllowAllAuthenticator;
import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.event.Counter;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.PublishResult;
import io.hongyan.broker.message.ServerMessage;
import io.hongyan.broker.store.OpenStore;
import io.hongyan.broker.store.RecoveredRetained;
import io.hongyan.broker.store.RecoveredSession;
import io.hongyan.broker.store.SessionKey;
import io.hongyan.broker.store.SessionStore;
import io.hongyan.broker.store.ShardStore;
import io.hongyan.broker.store.StoredSubscription;
import io.hongyan.broker.store.VShard;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.codec.QoS;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A broker of two shards as a node of a cluster that a test plays.
class ClusterSeamTest {
    private static final String CLIENT = "c";
    private static final int HOME = VShard.ofClient(CLIENT);

    private final StepLoop first = new StepLoop();
    private final StepLoop second = new StepLoop();
    private final MemoryStore store = MemoryStore.lasting();
    private final RecordingCluster cluster = new RecordingCluster();
    private final Authenticator authenticator = new OneInstance(new AllowAllAuthenticator("i"));
    private Broker broker;

    @BeforeEach
    void start() {
        try (OpenStore earlier = new OpenStore(store)) {
            SessionKey key = new SessionKey("i", CLIENT);
            SessionStore made = earlier.create(key);
            made.save(OpenStore.session(key));
            made.subscribe(new StoredSubscription("a/+", QoS.AT_LEAST_ONCE, false, false, 0));
            made.subscribe(new StoredSubscription("$share/g/b", QoS.AT_LEAST_ONCE, false, false, 0));
        }
        broker = Broker.start(
                BrokerConfig.defaults(),
                List.of(first, second),
                authenticator,
                store,
                event -> {},
                new SystemClock(),
                new Random(1),
                cluster);
        turns();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private void turns() {
        boolean more = true;
        while (more) {
            boolean stepped = first.step();
            more = second.step() || stepped;
        }
    }

    private LocalShard home() {
        return cluster.shards.get(HOME % 2);
    }

    private LocalShard other() {
        return cluster.shards.get(1 - HOME % 2);
    }

    private void acquire() {
        cluster.owned.set(HOME);
        List<Integer> opened = new ArrayList<>();
        home().acquire(HOME, () -> opened.add(HOME));
        turns();
        assertThat(opened).containsExactly(HOME);
    }

    private void release() {
        cluster.owned.clear(HOME);
        BitSet given = new BitSet();
        given.set(0, VShard.COUNT);
        List<String> released = new ArrayList<>();
        home().release(given, () -> released.add("released"));
        turns();
        assertThat(released).containsExactly("released");
    }

    private List<String> publishFromOtherNode(String topic, Set<String> shared) {
        List<String> delivered = new ArrayList<>();
        other().publish("i", Topic.of(topic), message(topic), shared, () -> delivered.add(topic));
        turns();
        return delivered;
    }

    private static Message message(String topic) {
        return Message.ofServer(Topic.of(topic), "m".getBytes(UTF_8), QoS.AT_LEAST_ONCE, false);
    }

    private CompletableFuture<PublishResult> publishHere(String topic) {
        ClientPolicy policy = Objects.requireNonNull(authenticator.policy("i"));
        CompletableFuture<PublishResult> answer = broker.publish("i", policy, fromServer(topic));
        turns();
        return answer;
    }

    private static ServerMessage fromServer(String topic) {
        byte[] payload = "m".getBytes(UTF_8);
        return new ServerMessage(
                Topic.of(topic), null, payload, QoS.AT_LEAST_ONCE, false, Properties.NONE, null, true, false);
    }

    private long waiting() {
        return broker.stats().value(Counter.MESSAGES_WAITING);
    }

    @Test
    void a_node_has_the_sessions_of_the_virtual_shards_that_it_took_over() {
        assertThat(broker.started()).isCompleted();
        assertThat(broker.stats().sessions()).isZero();
        assertThat(cluster.filters).isEmpty();
        acquire();
        assertThat(broker.stats().sessions()).isOne();
        assertThat(cluster.filters).containsExactly("i $share/g/b", "i a/+");
    }

    @Test
    void a_session_of_an_instance_that_this_node_has_not_heard_of_stays_in_the_store() {
        SessionKey key = new SessionKey("new", CLIENT);
        try (OpenStore other = new OpenStore(store)) {
            other.create(key).save(OpenStore.session(key));
        }
        acquire();
        assertThat(broker.stats().sessions()).isOne();
        release();
        List<String> instances = new ArrayList<>();
        store.shard(Runnable::run).acquire(HOME, new ShardStore.Acquisition() {
            @Override
            public void page(List<RecoveredSession> sessions) {
                sessions.forEach(each -> instances.add(each.session().key().instance()));
            }

            @Override
            public void retained(List<RecoveredRetained> messages) {}

            @Override
            public void opened() {}
        });
        assertThat(instances).containsExactlyInAnyOrder("i", "new");
    }

    @Test
    void a_message_of_another_node_reaches_sessions_here_and_goes_no_further() {
        acquire();
        assertThat(publishFromOtherNode("a/1", Set.of())).containsExactly("a/1");
        assertThat(waiting()).isOne();
        assertThat(cluster.sent).isEmpty();
    }

    @Test
    void a_message_of_another_node_goes_to_a_member_only_of_the_groups_that_it_names() {
        acquire();
        assertThat(publishFromOtherNode("b", Set.of())).containsExactly("b");
        assertThat(waiting()).isZero();
        assertThat(publishFromOtherNode("b", Set.of("$share/g/b"))).containsExactly("b");
        assertThat(waiting()).isOne();
    }

    private int publishTo(int vshard, String topic, Set<String> served) {
        BitSet vshards = new BitSet();
        vshards.set(vshard);
        List<String> delivered = new ArrayList<>();
        other().publishTo(vshards, "i", Topic.of(topic), message(topic), served, () -> delivered.add(topic));
        turns();
        return delivered.size();
    }

    @Test
    void a_message_for_some_virtual_shards_reaches_their_sessions_alone() {
        acquire();
        assertThat(publishTo(HOME + 1, "a/1", Set.of())).isOne();
        assertThat(waiting()).isZero();
        assertThat(publishTo(HOME, "a/1", Set.of())).isOne();
        assertThat(waiting()).isOne();
        assertThat(cluster.sent).isEmpty();
    }

    @Test
    void a_message_for_some_virtual_shards_goes_to_a_member_there_of_each_group_that_nobody_has_served() {
        acquire();
        assertThat(publishTo(HOME, "b", Set.of("$share/g/b"))).isOne();
        assertThat(publishTo(HOME + 1, "b", Set.of())).isOne();
        assertThat(waiting()).isZero();
        assertThat(publishTo(HOME, "b", Set.of())).isOne();
        assertThat(waiting()).isOne();
    }

    @Test
    void a_message_for_a_client_here_is_kept_for_it() {
        acquire();
        List<String> delivered = new ArrayList<>();
        other().deliver("i", CLIENT, message("p"), true, () -> delivered.add("p"));
        turns();
        assertThat(delivered).containsExactly("p");
        assertThat(waiting()).isOne();
    }

    @Test
    void a_message_is_accepted_only_when_each_node_that_it_went_to_has_it() {
        acquire();
        cluster.nodes = 2;
        CompletableFuture<PublishResult> answer = publishHere("a/1");
        assertThat(cluster.sent).containsExactly("message i a/1 served []");
        assertThat(answer).isNotDone();
        cluster.confirmations.removeFirst().run();
        assertThat(answer).isNotDone();
        cluster.confirmations.removeFirst().run();
        assertThat(answer).isCompleted();
    }

    @Test
    void other_nodes_hear_which_shared_subscriptions_were_served_here() {
        acquire();
        var _ = publishHere("b");
        assertThat(cluster.sent).containsExactly("message i b served [$share/g/b]");
        assertThat(waiting()).isOne();
    }

    @Test
    void values_of_the_server_itself_stay_on_their_node() {
        ClientPolicy policy = Objects.requireNonNull(authenticator.policy("i"));
        var _ = broker.publish("i", policy, fromServer("$SYS/x"));
        turns();
        assertThat(cluster.sent).isEmpty();
    }

    private List<String> told(String filter) {
        List<String> told = new ArrayList<>();
        home().retained("i", TopicFilter.parse(filter), null)
                .next(
                        1000,
                        () -> true,
                        message -> told.add(message.topic() + "=" + new String(message.payload(), UTF_8)));
        return told;
    }

    /// A topic of the virtual shard that the tests move.
    private static Topic topicAtHome() {
        int i = 0;
        while (VShard.of(("r/" + i).getBytes(UTF_8)) != HOME) {
            i++;
        }
        return Topic.of("r/" + i);
    }

    private boolean retainAtHome(String payload, List<String> stored) {
        Message message = Message.ofServer(topicAtHome(), payload.getBytes(UTF_8), QoS.AT_LEAST_ONCE, true);
        boolean kept = home().retain("i", message, () -> stored.add(payload));
        turns();
        return kept;
    }

    @Test
    void a_retained_message_is_kept_and_told_only_by_who_has_its_virtual_shard() {
        List<String> stored = new ArrayList<>();
        assertThat(retainAtHome("early", stored)).isFalse();
        acquire();
        assertThat(home().retainedHere().stream()).containsExactly(HOME);
        assertThat(retainAtHome("m", stored)).isTrue();
        assertThat(stored).containsExactly("m");
        assertThat(told("r/+")).containsExactly(topicAtHome() + "=m");
        release();
        assertThat(home().retainedHere().stream()).isEmpty();
        assertThat(told("r/+")).isEmpty();
        assertThat(broker.stats().retainedMessages()).isZero();
        assertThat(retainAtHome("late", stored)).isFalse();
        acquire();
        assertThat(told("r/+")).containsExactly(topicAtHome() + "=m");
    }

    @Test
    void who_must_not_answer_any_more_does_not_keep_retained_messages() {
        acquire();
        cluster.owned.clear();
        assertThat(retainAtHome("m", new ArrayList<>())).isFalse();
        assertThat(home().retainedHere().stream()).isEmpty();
    }

    @Test
    void a_message_that_is_retained_is_accepted_when_its_owner_has_stored_it() {
        ClientPolicy policy = Objects.requireNonNull(authenticator.policy("i"));
        ServerMessage message = new ServerMessage(
                Topic.of("r"), null, new byte[1], QoS.AT_LEAST_ONCE, true, Properties.NONE, null, true, false);
        CompletableFuture<PublishResult> answer = broker.publish("i", policy, message);
        turns();
        assertThat(cluster.sent).containsExactlyInAnyOrder("retain i r", "message i r served []");
        assertThat(answer).isNotDone();
        assertThat(broker.stats().retainedMessages()).isZero();
        cluster.confirmations.removeFirst().run();
        turns();
        assertThat(answer).isCompleted();
    }

    @Test
    void an_operator_deletes_a_retained_message_on_whatever_node_it_is() {
        Message message = Message.ofServer(Topic.of("r"), new byte[1], QoS.AT_LEAST_ONCE, true);
        cluster.retained = (most, room, sink) -> {
            sink.accept(message);
            return false;
        };
        CompletableFuture<Boolean> removed = broker.oversight().removeRetained("i", Topic.of("r"));
        turns();
        assertThat(cluster.sent).containsExactly("retained i r", "retain i r");
        cluster.confirmations.removeFirst().run();
        assertThat(removed).isCompletedWithValue(true);
    }

    @Test
    void what_a_node_gave_up_is_in_the_store_and_nowhere_else() {
        acquire();
        publishFromOtherNode("a/1", Set.of());
        var _ = publishHere("a/2");
        release();
        assertThat(broker.stats().sessions()).isZero();
        assertThat(broker.stats().subscriptions()).isZero();
        assertThat(cluster.filters).isEmpty();
        assertThat(waiting()).isZero();
        assertThat(broker.stats().storedMessages()).isZero();
        acquire();
        assertThat(broker.stats().sessions()).isOne();
        assertThat(waiting()).isEqualTo(2);
        assertThat(cluster.filters).hasSize(2);
    }

    @Test
    void a_message_that_is_under_way_between_shards_is_stored_before_its_session_is_given_up() {
        acquire();
        cluster.owned.clear(HOME);
        BitSet given = new BitSet();
        given.set(HOME);
        List<String> order = new ArrayList<>();
        other().publish("i", Topic.of("a/1"), message("a/1"), Set.of(), () -> order.add("delivered"));
        home().release(given, () -> order.add("released"));
        turns();
        assertThat(order).containsExactlyInAnyOrder("delivered", "released");
        acquire();
        assertThat(waiting()).isOne();
    }

    @Test
    void what_a_node_has_lost_is_forgotten_and_the_store_keeps_what_it_had() {
        acquire();
        publishFromOtherNode("a/1", Set.of());
        cluster.owned.clear();
        BitSet lost = new BitSet();
        lost.set(0, VShard.COUNT);
        List<String> abandoned = new ArrayList<>();
        cluster.shards.forEach(shard -> shard.abandon(lost, "lost", () -> abandoned.add("abandoned")));
        turns();
        assertThat(abandoned).containsExactly("abandoned", "abandoned");
        assertThat(broker.stats().sessions()).isZero();
        assertThat(cluster.filters).isEmpty();
        assertThat(waiting()).isZero();
        acquire();
        assertThat(broker.stats().sessions()).isOne();
        assertThat(waiting()).isOne();
    }
}
