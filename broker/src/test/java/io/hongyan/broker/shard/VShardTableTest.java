package io.hongyan.broker.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.context.ErrorReporter;
import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.event.Counters;
import io.hongyan.broker.store.OpenStore;
import io.hongyan.broker.store.SessionKey;
import io.hongyan.broker.store.ShardStore;
import io.hongyan.broker.store.memory.MemoryStore;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class VShardTableTest {
    private final List<String> told = new ArrayList<>();
    private final VShardTable vshards = new VShardTable(new ErrorReporter(new Counters(), event -> {
        if (event instanceof BrokerEvent.UnexpectedError e) {
            told.add(e.error().getMessage());
        }
    }));
    private final List<String> done = new ArrayList<>();

    @Test
    void a_task_that_throws_does_not_keep_the_others_from_running() {
        vshards.whenOpen(7, () -> done.add("first"));
        vshards.whenOpen(7, () -> {
            throw new IllegalStateException("the second");
        });
        vshards.whenOpen(7, () -> done.add("third"));
        vshards.whenOpen(8, () -> done.add("of another one"));
        for (int vshard : new int[] {7, 8}) {
            vshards.acquire(vshard, new MemoryStore().shard(Runnable::run), _ -> {}, _ -> {}, () -> {});
        }
        vshards.ready();
        assertThat(done).containsExactlyInAnyOrder("first", "third", "of another one");
        assertThat(told).containsExactly("the second");
    }

    @Test
    void a_session_that_cannot_be_brought_back_does_not_take_the_others_with_it() {
        MemoryStore store = MemoryStore.lasting();
        List<String> ofOneShard = List.of("c", "c", "c"); // one client id, so that all are in one page
        int vshard = new SessionKey("i", "c").vshard();
        try (OpenStore earlier = new OpenStore(store)) {
            ofOneShard.forEach(earlier::session);
        }
        int[] left = {3};
        vshards.acquire(
                vshard,
                store.shard(Runnable::run),
                session -> {
                    if (--left[0] == 1) {
                        throw new IllegalStateException("the second");
                    }
                    done.add(session.session().key().clientId());
                },
                _ -> {},
                () -> done.add("opened"));
        assertThat(done).containsExactly("c", "c", "opened");
        assertThat(told).containsExactly("the second");
    }

    @Test
    void after_a_virtual_shard_was_given_up_who_waits_for_it_asks_again() {
        vshards.ready();
        vshards.whenOpen(7, () -> done.add("waited"));
        BitSet given = new BitSet();
        given.set(7);
        vshards.close(given);
        assertThat(done).containsExactly("waited");
        vshards.whenOpen(7, () -> done.add("later"));
        assertThat(done).containsExactly("waited");
        vshards.acquire(7, new MemoryStore().shard(Runnable::run), _ -> {}, _ -> {}, () -> {});
        assertThat(done).containsExactly("waited", "later");
    }

    @Test
    void what_comes_of_a_virtual_shard_that_was_closed_meanwhile_is_passed_over() {
        List<ShardStore.Acquisition> sinks = new ArrayList<>();
        ShardStore held = collecting(sinks);
        vshards.acquire(7, held, _ -> {}, messages -> done.add("early"), () -> done.add("first"));
        BitSet given = new BitSet();
        given.set(7);
        vshards.close(given);
        vshards.acquire(7, held, _ -> {}, messages -> done.add("late"), () -> done.add("second"));
        sinks.getFirst().retained(List.of());
        sinks.getFirst().opened();
        assertThat(vshards.isOpen(7)).isFalse();
        sinks.getLast().retained(List.of());
        sinks.getLast().opened();
        assertThat(vshards.isOpen(7)).isTrue();
        assertThat(done).containsExactly("first", "late", "second");
    }

    /// A store that is still reading.
    private static ShardStore collecting(List<ShardStore.Acquisition> sinks) {
        return (ShardStore) Proxy.newProxyInstance(
                ShardStore.class.getClassLoader(), new Class<?>[] {ShardStore.class}, (_, _, arguments) -> {
                    sinks.add((ShardStore.Acquisition) arguments[1]);
                    return null;
                });
    }
}
