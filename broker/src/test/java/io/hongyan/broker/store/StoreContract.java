package io.hongyan.broker.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.Message;
import io.hongyan.codec.QoS;
import io.hongyan.codec.packet.Will;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a store that outlives a broker promises.
public abstract class StoreContract {
    private static final long FAR = 4_000_000_000_000L;

    private Store store;
    private OpenStore run;

    /// The same content each time; the one before is closed.
    protected abstract Store open();

    @BeforeEach
    void start() {
        store = open();
        run = new OpenStore(store);
    }

    @AfterEach
    void stop() {
        run.close();
    }

    private void again() {
        run.safe().join();
        stop();
        start();
    }

    private OpenStore.Kept kept(long session) {
        assertThat(run.sessions).containsKey(session);
        return run.sessions.get(session);
    }

    @Test
    void a_new_store_has_nothing() {
        assertThat(run.sessions).isEmpty();
        assertThat(run.retained).isEmpty();
        assertThat(run.shard.refusal()).isNull();
    }

    @Test
    void numbers_of_sessions_are_never_the_same_and_tell_the_virtual_shard() {
        SessionKey key = new SessionKey("i", "c");
        long first = run.shard.open(key);
        long second = run.shard.open(key);
        again();
        long third = run.shard.open(key);
        assertThat(List.of(first, second, third))
                .doesNotHaveDuplicates()
                .allSatisfy(number -> assertThat(number >>> 48).isEqualTo(key.vshard()));
    }

    @Test
    void a_session_comes_back_with_deadlines_and_will() {
        SessionKey key = new SessionKey("one", "client 鸿雁");
        Properties properties = Properties.builder()
                .set(Property.WILL_DELAY_INTERVAL, 30)
                .set(Property.CONTENT_TYPE, "text")
                .build();
        Will will = new Will(Topic.of("w/1"), "gone".getBytes(UTF_8), QoS.EXACTLY_ONCE, true, properties);
        StoredSession session = new StoredSession(key, "user", 0xffff_ffffL, 12_345, will, 67_890);
        long number = run.shard.open(key);
        run.shard.save(number, OpenStore.session(key));
        run.shard.save(number, session);
        again();
        StoredSession back = kept(number).session();
        assertThat(back).usingRecursiveComparison().ignoringFields("will").isEqualTo(session);
        assertThat(back.will()).usingRecursiveComparison().isEqualTo(will);
    }

    @Test
    void a_session_that_ended_leaves_nothing() {
        long gone = run.session("gone");
        long stays = run.session("stays");
        run.append(gone, 1, OpenStore.message("a", "x"));
        run.append(gone, 2, OpenStore.message("a", "y"));
        run.shard.sent(gone, 1, 5);
        run.shard.received(gone, 9, new Unit());
        run.shard.remove(gone);
        run.safe().join();
        assertThat(run.page(gone, 0, 10).rows()).isZero();
        again();
        assertThat(run.sessions).containsOnlyKeys(stays);
        assertThat(run.page(gone, 0, 10).rows()).isZero();
    }

    @Test
    void filters_come_back_with_their_options() {
        long session = run.session("c");
        StoredSubscription all = new StoredSubscription("a/+/#", QoS.EXACTLY_ONCE, true, true, 268_435_455);
        StoredSubscription shared = new StoredSubscription("$share/g/x", QoS.AT_MOST_ONCE, false, false, 0);
        run.shard.subscribe(session, new StoredSubscription("a/+/#", QoS.AT_MOST_ONCE, false, false, 0));
        run.shard.subscribe(session, all);
        run.shard.subscribe(session, shared);
        run.shard.unsubscribe(session, "a/#");
        run.shard.unsubscribe(session, "never");
        again();
        assertThat(kept(session).subscriptions()).containsExactlyInAnyOrder(all, shared);
    }

    @Test
    void a_message_comes_back_whole() {
        long session = run.session("c");
        Properties properties = Properties.builder()
                .set(Property.CONTENT_TYPE, "text")
                .set(Property.CORRELATION_DATA, new byte[] {1, 2})
                .build();
        Message message =
                new Message(Topic.of("a/鸿雁"), new byte[] {0, -1}, QoS.EXACTLY_ONCE, true, properties, "publisher", FAR);
        run.shard.append(session, new StoredMessage(7, message, QoS.EXACTLY_ONCE, true, new int[] {3, 4}, 0, false));
        again();
        assertThat(kept(session).queue()).isEqualTo(new OpenStore.Queue(1, message.bytes(), 7));
        StoredMessage back = run.page(session, 0, 10).messages().getFirst();
        assertThat(back.sequence()).isEqualTo(7);
        assertThat(back.qos()).isEqualTo(QoS.EXACTLY_ONCE);
        assertThat(back.retain()).isTrue();
        assertThat(back.subscriptionIds()).containsExactly(3, 4);
        assertThat(back.packetId()).isZero();
        assertThat(back.message()).usingRecursiveComparison().isEqualTo(message);
        assertThat(back.message().expired(FAR - 1)).isFalse();
        assertThat(back.message().expired(FAR)).isTrue();
    }

    @Test
    void an_inbox_is_read_in_pages_in_its_order_without_what_is_done() {
        long session = run.session("c");
        long neighbour = run.session("d");
        for (int i = 1; i <= 10; i++) {
            run.append(session, i, OpenStore.message("a", "m" + i));
            run.append(neighbour, i, OpenStore.message("a", "other"));
        }
        run.shard.done(session, 2);
        run.shard.done(session, 99);
        assertThat(run.texts(session, 0, 3)).containsExactly("m1", "m3", "m4");
        assertThat(run.texts(session, 4, 100)).containsExactly("m5", "m6", "m7", "m8", "m9", "m10");
        assertThat(run.texts(session, 10, 100)).isEmpty();
        again();
        assertThat(run.texts(session, 0, 3)).containsExactly("m1", "m3", "m4");
        assertThat(kept(session).queue().messages()).isEqualTo(9);
        assertThat(kept(session).queue().last()).isEqualTo(10);
    }

    @Test
    void one_message_for_many_is_given_back_by_each_alone() {
        Message message = OpenStore.message("a", "shared");
        long[] sessions =
                IntStream.range(0, 20).mapToLong(i -> run.session("c" + i)).toArray();
        for (long session : sessions) {
            run.append(session, 1, message);
        }
        for (int i = 0; i < 10; i++) {
            run.shard.done(sessions[i], 1);
        }
        run.shard.remove(sessions[10]);
        again();
        for (int i = 0; i < sessions.length; i++) {
            assertThat(run.texts(sessions[i], 0, 10)).hasSize(i <= 10 ? 0 : 1);
        }
    }

    @Test
    void what_was_sent_comes_back_with_its_identifier_and_step() {
        long session = run.session("c");
        for (int i = 1; i <= 4; i++) {
            run.append(session, i, OpenStore.message("a", "m" + i));
        }
        run.shard.sent(session, 1, 65_535);
        run.shard.sent(session, 2, 7);
        run.shard.released(session, 2, 7);
        run.shard.sent(session, 3, 8);
        run.shard.done(session, 3);
        again();
        assertThat(kept(session).inflight())
                .extracting(StoredMessage::sequence, StoredMessage::packetId, StoredMessage::released)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1L, 65_535, false),
                        org.assertj.core.groups.Tuple.tuple(2L, 7, true));
        assertThat(kept(session).queue().messages()).isOne();
        assertThat(kept(session).queue().last()).isEqualTo(4);
    }

    @Test
    void identifiers_before_their_release_come_back() {
        long session = run.session("c");
        run.shard.received(session, 1, new Unit());
        run.shard.received(session, 65_535, new Unit());
        run.shard.received(session, 2, new Unit());
        run.shard.completed(session, 2);
        again();
        assertThat(kept(session).received()).containsExactly(1, 65_535);
    }

    @Test
    void a_unit_takes_effect_with_its_mark_and_not_before() {
        long publisher = run.session("p");
        long session = run.session("c");
        Unit unit = new Unit();
        CompletableFuture<Void> safe = new CompletableFuture<>();
        run.shard.within(unit, () -> {
            assertThat(run.shard.unit()).isSameAs(unit);
            run.append(session, 1, OpenStore.message("a", "in"));
            run.shard.whenSafe(() -> safe.complete(null));
        });
        assertThat(run.shard.unit()).isNull();
        run.append(session, 2, OpenStore.message("a", "beside"));
        run.safe().join();
        assertThat(safe).isNotDone();
        assertThat(run.texts(session, 0, 10)).containsExactly("beside");
        run.shard.received(publisher, 3, unit);
        run.safe().join();
        safe.join();
        assertThat(run.texts(session, 0, 10)).containsExactly("in", "beside");
        run.shard.within(unit, () -> run.append(session, 3, OpenStore.message("a", "late")));
        assertThat(run.texts(session, 2, 10)).containsExactly("late");
    }

    @Test
    void a_unit_that_never_ended_has_left_nothing() {
        long session = run.session("c");
        run.shard.within(new Unit(), () -> run.append(session, 1, OpenStore.message("a", "half")));
        again();
        assertThat(kept(session).queue().messages()).isZero();
        assertThat(kept(session).received()).isEmpty();
    }

    @Test
    void writes_are_counted_so_that_nobody_waits_for_nothing() {
        long before = run.shard.writes();
        run.session("c");
        assertThat(run.shard.writes()).isGreaterThan(before);
    }

    @Test
    void retained_messages_are_kept_per_instance_until_they_are_forgotten() {
        run.shard.retain("one", OpenStore.message("r/1", "first"));
        run.shard.retain("one", OpenStore.message("r/1", "second"));
        run.shard.retain("two", OpenStore.message("r/1", "elsewhere"));
        run.shard.retain("two", OpenStore.message("r/2", "gone"));
        run.shard.forget("two", Topic.of("r/2"));
        run.shard.forget("three", Topic.of("r/2"));
        again();
        assertThat(run.retained).hasSize(2).containsEntry("one r/1", "second").containsEntry("two r/1", "elsewhere");
    }

    @Test
    void a_deleted_instance_leaves_nothing_to_the_next_start_and_others_all_they_have() {
        long gone = run.session("gone");
        Message message = OpenStore.message("a", "x");
        run.append(gone, 1, message);
        run.append(gone, 2, message);
        run.shard.sent(gone, 1, 5);
        run.shard.received(gone, 9, new Unit());
        SessionKey key = new SessionKey("i2", "stays");
        long stays = run.shard.open(key);
        run.shard.save(stays, OpenStore.session(key));
        run.append(stays, 1, message);
        for (String instance : List.of("h", "i", "i-", "i2", "j")) {
            run.shard.retain(instance, OpenStore.message("r", "of " + instance));
        }
        run.safe().join();
        store.dropInstance("i").join();
        again();
        assertThat(run.sessions).containsOnlyKeys(stays);
        assertThat(run.page(gone, 0, 10).rows()).isZero();
        assertThat(run.texts(stays, 0, 10)).containsExactly("x");
        assertThat(run.retained).containsOnlyKeys("h r", "i- r", "i2 r", "j r");
    }

    @Test
    void what_a_new_instance_of_the_name_of_a_deleted_one_writes_stays() {
        run.session("client");
        run.shard.retain("i", OpenStore.message("r/old", "old"));
        run.safe().join();
        store.dropInstance("i").join();
        store.dropInstance("i").join();
        long session = run.session("client");
        run.append(session, 1, OpenStore.message("a", "new"));
        run.shard.retain("i", OpenStore.message("r/new", "new"));
        again();
        assertThat(run.sessions).containsOnlyKeys(session);
        assertThat(run.texts(session, 0, 10)).containsExactly("new");
        assertThat(run.retained).containsOnlyKeys("i r/new");
        again();
        assertThat(run.sessions).containsOnlyKeys(session);
        assertThat(run.retained).containsOnlyKeys("i r/new");
    }

    @Test
    void sessions_of_a_deleted_instance_may_be_removed_after_it() {
        long gone = run.session("gone");
        run.append(gone, 1, OpenStore.message("a", "x"));
        run.safe().join();
        store.dropInstance("i").join();
        run.shard.remove(gone);
        again();
        assertThat(run.sessions).isEmpty();
    }

    @Test
    void the_next_start_knows_the_time_of_what_was_kept() {
        long time = FAR;
        for (int i = 0; i < 3; i++) {
            stop();
            store = open();
            assertThat(store.recordedMillis()).isLessThan(time);
            long now = time;
            run = new OpenStore(store, new Clock() {
                @Override
                public long wallMillis() {
                    return now;
                }

                @Override
                public long steadyMillis() {
                    return 0;
                }
            });
            run.session("c" + i);
            run.safe().join();
            stop();
            store = open();
            assertThat(store.recordedMillis()).isEqualTo(time);
            run = new OpenStore(store, new SystemClock());
            time++;
        }
    }
}
