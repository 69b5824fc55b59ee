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
        run.durable().join();
        stop();
        start();
    }

    private RecoveredSession kept(String session) {
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
    void a_later_session_of_a_client_never_meets_what_an_earlier_one_left() {
        SessionKey key = new SessionKey("i", "c");
        run.session("c");
        run.append("c", 1, OpenStore.message("a", "early"));
        SessionStore early = run.of("c");
        run.session("c");
        run.append("c", 2, OpenStore.message("a", "late"));
        run.durable().join();
        assertThat(run.texts(key.clientId(), 0, 10)).containsExactly("late");
        early.remove();
        again();
        assertThat(run.texts(key.clientId(), 0, 10)).containsExactly("late");
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
        SessionStore kept = run.create(key);
        kept.save(OpenStore.session(key));
        kept.save(session);
        again();
        StoredSession back = kept(key.clientId()).session();
        assertThat(back).usingRecursiveComparison().ignoringFields("will").isEqualTo(session);
        assertThat(back.will()).usingRecursiveComparison().isEqualTo(will);
    }

    @Test
    void a_session_that_ended_leaves_nothing() {
        String gone = run.session("gone");
        String stays = run.session("stays");
        run.append(gone, 1, OpenStore.message("a", "x"));
        run.append(gone, 2, OpenStore.message("a", "y"));
        run.mark(gone, 1, 5);
        run.of(gone).received(9, new AtomicBatch());
        run.of(gone).remove();
        run.durable().join();
        assertThat(run.page(gone, 0, 10).rows()).isZero();
        again();
        assertThat(run.sessions).containsOnlyKeys(stays);
    }

    @Test
    void filters_come_back_with_their_options() {
        String session = run.session("c");
        StoredSubscription all = new StoredSubscription("a/+/#", QoS.EXACTLY_ONCE, true, true, 268_435_455);
        StoredSubscription shared = new StoredSubscription("$share/g/x", QoS.AT_MOST_ONCE, false, false, 0);
        run.of(session).subscribe(new StoredSubscription("a/+/#", QoS.AT_MOST_ONCE, false, false, 0));
        run.of(session).subscribe(all);
        run.of(session).subscribe(shared);
        run.of(session).unsubscribe("a/#");
        run.of(session).unsubscribe("never");
        again();
        assertThat(kept(session).subscriptions()).containsExactlyInAnyOrder(all, shared);
    }

    @Test
    void a_message_comes_back_whole() {
        String session = run.session("c");
        Properties properties = Properties.builder()
                .set(Property.CONTENT_TYPE, "text")
                .set(Property.CORRELATION_DATA, new byte[] {1, 2})
                .build();
        Message message =
                new Message(Topic.of("a/鸿雁"), new byte[] {0, -1}, QoS.EXACTLY_ONCE, true, properties, "publisher", FAR);
        DeliveryOptions options = new DeliveryOptions(QoS.EXACTLY_ONCE, true, new int[] {3, 4}, "$share/g/a/+");
        run.of(session).append(new InboxEntry(7, message, options, null));
        again();
        assertThat(kept(session).waiting()).isEqualTo(new InboxSummary(1, message.bytes(), 1, 7));
        InboxEntry back = run.page(session, 0, 10).entries().getFirst();
        assertThat(back.sequence()).isEqualTo(7);
        assertThat(back.options()).usingRecursiveComparison().isEqualTo(options);
        assertThat(back.mark()).isZero();
        assertThat(back.message()).usingRecursiveComparison().isEqualTo(message);
        assertThat(back.message().expired(FAR - 1)).isFalse();
        assertThat(back.message().expired(FAR)).isTrue();
    }

    @Test
    void an_inbox_is_read_in_pages_in_its_order_without_what_is_done() {
        String session = run.session("c");
        String neighbour = run.session("d");
        for (int i = 1; i <= 10; i++) {
            run.append(session, i, OpenStore.message("a", "m" + i));
            run.append(neighbour, i, OpenStore.message("a", "other"));
        }
        run.done(session, 2);
        run.done(session, 99);
        assertThat(run.texts(session, 0, 3)).containsExactly("m1", "m3", "m4");
        assertThat(run.texts(session, 4, 100)).containsExactly("m5", "m6", "m7", "m8", "m9", "m10");
        assertThat(run.texts(session, 10, 100)).isEmpty();
        again();
        assertThat(run.texts(session, 0, 3)).containsExactly("m1", "m3", "m4");
        assertThat(kept(session).waiting().messages()).isEqualTo(9);
        assertThat(kept(session).waiting().lastSequence()).isEqualTo(10);
    }

    @Test
    void one_message_for_many_is_given_back_by_each_alone() {
        Message message = OpenStore.message("a", "shared");
        String[] sessions =
                IntStream.range(0, 20).mapToObj(i -> run.session("c" + i)).toArray(String[]::new);
        for (String session : sessions) {
            run.append(session, 1, message);
        }
        for (int i = 0; i < 10; i++) {
            run.done(sessions[i], 1);
        }
        run.of(sessions[10]).remove();
        again();
        for (int i = 0; i < sessions.length; i++) {
            if (i == 10) {
                assertThat(run.sessions).doesNotContainKey(sessions[i]);
            } else {
                assertThat(run.texts(sessions[i], 0, 10)).hasSize(i < 10 ? 0 : 1);
            }
        }
    }

    @Test
    void what_was_taken_comes_back_with_its_mark() {
        String session = run.session("c");
        for (int i = 1; i <= 4; i++) {
            run.append(session, i, OpenStore.message("a", "m" + i));
        }
        run.mark(session, 1, 65_535);
        run.mark(session, 2, 7);
        run.mark(session, 2, 7 | 1 << 16);
        run.mark(session, 3, 8);
        run.done(session, 3);
        again();
        assertThat(kept(session).taken())
                .extracting(InboxEntry::sequence, InboxEntry::mark)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1L, 65_535),
                        org.assertj.core.groups.Tuple.tuple(2L, 7 | 1 << 16));
        assertThat(kept(session).waiting().messages()).isOne();
        assertThat(kept(session).waiting().lastSequence()).isEqualTo(4);
    }

    @Test
    void identifiers_before_their_release_come_back() {
        String session = run.session("c");
        run.of(session).received(1, new AtomicBatch());
        run.of(session).received(65_535, new AtomicBatch());
        run.of(session).received(2, new AtomicBatch());
        run.of(session).completed(2);
        again();
        assertThat(kept(session).receivedIds()).containsExactly(1, 65_535);
    }

    @Test
    void a_batch_takes_effect_with_its_mark_and_not_before() {
        String publisher = run.session("p");
        String session = run.session("c");
        AtomicBatch batch = new AtomicBatch();
        CompletableFuture<Void> durable = new CompletableFuture<>();
        run.shard.within(batch, () -> {
            assertThat(run.shard.batch()).isSameAs(batch);
            run.append(session, 1, OpenStore.message("a", "in"));
            run.shard.whenDurable(() -> durable.complete(null));
        });
        assertThat(run.shard.batch()).isNull();
        run.append(session, 2, OpenStore.message("a", "beside"));
        run.durable().join();
        assertThat(durable).isNotDone();
        assertThat(run.texts(session, 0, 10)).containsExactly("beside");
        run.of(publisher).received(3, batch);
        run.durable().join();
        durable.join();
        assertThat(run.texts(session, 0, 10)).containsExactly("in", "beside");
        run.shard.within(batch, () -> run.append(session, 3, OpenStore.message("a", "late")));
        assertThat(run.texts(session, 2, 10)).containsExactly("late");
    }

    @Test
    void a_message_that_moves_to_another_inbox_is_in_one_of_them() {
        String from = run.session("c");
        String to = run.session("d");
        run.append(from, 1, OpenStore.message("a", "moves"));
        InboxEntry entry = run.page(from, 0, 10).entries().getFirst();
        AtomicBatch copies = new AtomicBatch();
        run.shard.within(copies, () -> run.append(to, 7, entry.message()));
        run.durable().join();
        assertThat(run.texts(from, 0, 10)).containsExactly("moves");
        assertThat(run.texts(to, 0, 10)).isEmpty();
        run.of(from).moved(entry, copies);
        again();
        assertThat(run.texts(from, 0, 10)).isEmpty();
        assertThat(run.texts(to, 0, 10)).containsExactly("moves");
    }

    @Test
    void a_session_that_ends_while_its_message_is_under_way_does_not_come_back_with_the_batch() {
        String publisher = run.session("p");
        String session = run.session("c");
        AtomicBatch batch = new AtomicBatch();
        run.shard.within(batch, () -> run.of(session).save(OpenStore.session(new SessionKey("i", "c"))));
        run.of(session).remove();
        run.of(publisher).received(3, batch);
        again();
        assertThat(run.sessions).doesNotContainKey("c");
    }

    @Test
    void a_batch_that_was_never_committed_has_left_nothing() {
        String session = run.session("c");
        run.shard.within(new AtomicBatch(), () -> run.append(session, 1, OpenStore.message("a", "half")));
        again();
        assertThat(kept(session).waiting().messages()).isZero();
        assertThat(kept(session).receivedIds()).isEmpty();
    }

    @Test
    void writes_are_counted_so_that_nobody_waits_for_nothing() {
        long before = run.shard.writes();
        run.session("c");
        assertThat(run.shard.writes()).isGreaterThan(before);
    }

    @Test
    void a_deleted_instance_leaves_nothing_to_the_next_start_and_others_all_they_have() {
        String gone = run.session("gone");
        Message message = OpenStore.message("a", "x");
        run.append(gone, 1, message);
        run.append(gone, 2, message);
        run.mark(gone, 1, 5);
        run.of(gone).received(9, new AtomicBatch());
        SessionKey key = new SessionKey("i2", "stays");
        String stays = key.clientId();
        run.create(key).save(OpenStore.session(key));
        run.append(stays, 1, message);
        for (String instance : List.of("h", "i", "i-", "i2", "j")) {
            run.shard.retain(instance, OpenStore.message("r", "of " + instance));
        }
        run.durable().join();
        store.dropInstance("i").join();
        again();
        assertThat(run.sessions).containsOnlyKeys(stays);
        assertThat(run.texts(stays, 0, 10)).containsExactly("x");
        assertThat(run.retained).containsOnlyKeys("h r", "i- r", "i2 r", "j r");
    }

    @Test
    void what_a_new_instance_of_the_name_of_a_deleted_one_writes_stays() {
        run.session("client");
        run.shard.retain("i", OpenStore.message("r/old", "old"));
        run.durable().join();
        store.dropInstance("i").join();
        store.dropInstance("i").join();
        String session = run.session("client");
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
        String gone = run.session("gone");
        run.append(gone, 1, OpenStore.message("a", "x"));
        run.durable().join();
        store.dropInstance("i").join();
        run.of(gone).remove();
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
            run.durable().join();
            stop();
            store = open();
            assertThat(store.recordedMillis()).isEqualTo(time);
            run = new OpenStore(store, new SystemClock());
            time++;
        }
    }

    @Test
    void a_page_that_is_full_of_messages_or_bytes_is_not_the_last() {
        run.session("c");
        String mebibyte = "x".repeat(1 << 20);
        for (int i = 1; i <= 6; i++) {
            run.append("c", i, OpenStore.message("a", mebibyte));
        }
        InboxPage large = run.page("c", 0, 10);
        assertThat(large.entries()).hasSize(4);
        assertThat(large.last()).isFalse();
        InboxPage rest = run.page("c", 4, 10);
        assertThat(rest.entries()).hasSize(2);
        assertThat(rest.last()).isTrue();
        assertThat(run.page("c", 0, 2).last()).isFalse();
        assertThat(run.page("c", 4, 2).last()).isTrue();
        assertThat(run.page("c", 6, 2).last()).isTrue();
    }
}
