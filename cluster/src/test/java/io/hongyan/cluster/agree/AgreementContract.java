package io.hongyan.cluster.agree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.hongyan.cluster.agree.Agreement.Lease;
import io.hongyan.cluster.agree.Agreement.Renewal;
import io.hongyan.cluster.agree.Outcome.Committed;
import io.hongyan.cluster.agree.Outcome.LeaseGone;
import io.hongyan.cluster.agree.Outcome.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every agreement does. The model passes it too, so that what is tested with the model is true.
public abstract class AgreementContract {
    /// An empty one.
    protected abstract Agreement agreement();

    /// Waits for an answer.
    protected abstract <T> T await(CompletableFuture<T> answer);

    /// Waits until something is so.
    protected abstract void awaitUntil(BooleanSupplier condition);

    /// Lets that time pass.
    protected abstract void pass(long millis);

    private Outcome put(Agreement agreement, String key, String value) {
        return await(agreement.commit(Transaction.of(new Write.Put(key, value, 0))));
    }

    private List<String> keys(Agreement agreement, String prefix) {
        return await(agreement.range(prefix)).entries().stream().map(Entry::key).toList();
    }

    private static long revision(Outcome outcome) {
        return ((Committed) outcome).revision();
    }

    @Test
    void a_key_is_written_if_it_is_absent_and_only_then() {
        Agreement agreement = agreement();
        Transaction first = Transaction.of(new Guard.Absent("a"), new Write.Put("a", "1", 0));
        Transaction second = Transaction.of(new Guard.Absent("a"), new Write.Put("a", "2", 0));

        long written = revision(await(agreement.commit(first)));
        assertThat(await(agreement.commit(second))).isInstanceOf(Refused.class);

        Range range = await(agreement.range("a"));
        assertThat(range.entries()).hasSize(1);
        Entry entry = range.entries().get(0);
        assertThat(entry.text()).isEqualTo("1");
        assertThat(entry.created()).isEqualTo(written);
        assertThat(entry.changed()).isEqualTo(written);
        assertThat(entry.lease()).isZero();
    }

    @Test
    void a_transaction_is_made_whole_or_not_at_all() {
        Agreement agreement = agreement();
        put(agreement, "b", "there");
        var guards = List.<Guard>of(new Guard.Absent("a"), new Guard.Absent("b"));
        var writes = List.<Write>of(new Write.Put("a", "1", 0), new Write.Put("c", "1", 0));

        assertThat(await(agreement.commit(new Transaction(guards, writes)))).isInstanceOf(Refused.class);
        assertThat(keys(agreement, "")).containsExactly("b");
    }

    @Test
    void a_transaction_may_have_as_many_guards_and_writes_as_it_says() {
        Agreement agreement = agreement();
        var guards = IntStream.range(0, Agreement.MAX_GUARDS)
                .<Guard>mapToObj(i -> new Guard.Absent("g" + i))
                .toList();
        var writes = IntStream.range(0, Agreement.MAX_WRITES)
                .<Write>mapToObj(i -> new Write.Put("w" + i, "x", 0))
                .toList();

        long revision = revision(await(agreement.commit(new Transaction(guards, writes))));

        assertThat(await(agreement.range("w")).entries())
                .hasSize(Agreement.MAX_WRITES)
                .allMatch(entry -> entry.created() == revision);
    }

    @Test
    void a_key_is_unchanged_until_the_next_write() {
        Agreement agreement = agreement();
        long first = revision(put(agreement, "a", "1"));
        Transaction swap = Transaction.of(new Guard.Unchanged("a", first), new Write.Put("a", "2", 0));

        long second = revision(await(agreement.commit(swap)));
        assertThat(second).isGreaterThan(first);
        assertThat(await(agreement.commit(swap))).isInstanceOf(Refused.class);

        Entry entry = await(agreement.range("a")).entries().get(0);
        assertThat(entry.created()).isEqualTo(first);
        assertThat(entry.changed()).isEqualTo(second);
    }

    @Test
    void a_key_that_is_written_again_after_it_was_deleted_is_a_new_one() {
        Agreement agreement = agreement();
        put(agreement, "a", "1");
        await(agreement.commit(Transaction.of(new Write.Delete("a"))));
        assertThat(keys(agreement, "")).isEmpty();

        long again = revision(put(agreement, "a", "2"));

        assertThat(await(agreement.range("a")).entries().get(0).created()).isEqualTo(again);
    }

    @Test
    void deleting_what_is_not_there_is_no_failure() {
        Agreement agreement = agreement();
        assertThat(await(agreement.commit(Transaction.of(new Write.Delete("a")))))
                .isInstanceOf(Committed.class);
    }

    @Test
    void a_lease_that_is_ended_takes_its_keys_with_it() {
        Agreement agreement = agreement();
        Lease lease = await(agreement.grant(60));
        assertThat(lease.ttlSeconds()).isGreaterThanOrEqualTo(60);
        await(agreement.commit(Transaction.of(new Write.Put("a", "1", lease.id()))));
        await(agreement.commit(Transaction.of(new Write.Put("b", "1", lease.id()))));
        put(agreement, "c", "stays");
        assertThat(await(agreement.range("a")).entries().get(0).lease()).isEqualTo(lease.id());

        await(agreement.revoke(lease.id()));

        assertThat(keys(agreement, "")).containsExactly("c");
        await(agreement.revoke(lease.id()));
    }

    @Test
    void a_key_that_is_written_under_another_lease_stays_when_the_first_one_ends() {
        Agreement agreement = agreement();
        Lease first = await(agreement.grant(60));
        Lease second = await(agreement.grant(60));
        await(agreement.commit(Transaction.of(new Write.Put("a", "1", first.id()))));
        await(agreement.commit(Transaction.of(new Write.Put("a", "2", second.id()))));

        await(agreement.revoke(first.id()));
        assertThat(keys(agreement, "")).containsExactly("a");

        await(agreement.revoke(second.id()));
        assertThat(keys(agreement, "")).isEmpty();
    }

    @Test
    void a_lease_that_is_gone_is_a_value() {
        Agreement agreement = agreement();
        Lease lease = await(agreement.grant(60));
        assertThat(await(agreement.keepAlive(lease.id()))).isInstanceOf(Renewal.Renewed.class);
        await(agreement.revoke(lease.id()));

        assertThat(await(agreement.keepAlive(lease.id()))).isInstanceOf(Renewal.Gone.class);
        assertThat(await(agreement.commit(Transaction.of(new Write.Put("a", "1", lease.id())))))
                .isInstanceOf(LeaseGone.class);
        assertThat(keys(agreement, "")).isEmpty();
    }

    @Test
    void a_lease_lives_as_long_as_it_is_renewed_and_not_much_longer() {
        Agreement agreement = agreement();
        Lease lease = await(agreement.grant(2));
        await(agreement.commit(Transaction.of(new Write.Put("a", "1", lease.id()))));

        for (int i = 0; i < 3; i++) {
            pass(lease.ttlSeconds() * 1000L / 2);
            assertThat(await(agreement.keepAlive(lease.id()))).isInstanceOf(Renewal.Renewed.class);
        }
        assertThat(keys(agreement, "")).containsExactly("a");

        awaitUntil(() -> keys(agreement, "").isEmpty());
        assertThat(await(agreement.keepAlive(lease.id()))).isInstanceOf(Renewal.Gone.class);
    }

    @Test
    void the_past_can_be_read() {
        Agreement agreement = agreement();
        put(agreement, "a", "1");
        long then = revision(put(agreement, "b", "1"));
        put(agreement, "b", "2");
        await(agreement.commit(Transaction.of(new Write.Delete("a"))));

        Range past = await(agreement.range("", then));
        assertThat(past.revision()).isEqualTo(then);
        assertThat(past.entries())
                .extracting(Entry::key, Entry::text)
                .containsExactly(tuple("a", "1"), tuple("b", "1"));
    }

    @Test
    void many_keys_are_read_whole_and_in_their_order() {
        Agreement agreement = agreement();
        for (int first = 0; first < 4_480; first += Agreement.MAX_WRITES) {
            int from = first;
            var writes = IntStream.range(0, Agreement.MAX_WRITES)
                    .<Write>mapToObj(i -> new Write.Put("k/" + (10_000 + from + i), "x", 0))
                    .toList();
            await(agreement.commit(new Transaction(List.of(), writes)));
        }
        put(agreement, "l", "another prefix");

        List<String> keys = keys(agreement, "k/");

        assertThat(keys).hasSize(4_480).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void a_watch_tells_what_is_there_and_then_each_change_in_its_order() {
        Agreement agreement = agreement();
        put(agreement, "w/a", "1");
        put(agreement, "x", "not watched");
        var heard = new Heard();
        Agreement.Watch watch = agreement.watch("w/", heard);
        awaitUntil(() -> heard.log.contains("snapshot w/a"));

        put(agreement, "w/b", "1");
        put(agreement, "x", "not watched either");
        var both = List.<Write>of(new Write.Put("w/c", "1", 0), new Write.Delete("w/a"));
        long last = revision(await(agreement.commit(new Transaction(List.of(), both))));
        awaitUntil(() -> heard.revision == last);

        assertThat(heard.log).containsExactly("snapshot w/a", "put w/b", "put w/c", "deleted w/a");
        watch.close();
        put(agreement, "w/d", "1");
        put(agreement, "w/e", "1");
        assertThat(heard.log).hasSize(4);
    }

    @Test
    void the_end_of_a_lease_is_told_in_one_call() {
        Agreement agreement = agreement();
        Lease lease = await(agreement.grant(60));
        for (int page = 0; page < 8; page++) {
            int from = page * Agreement.MAX_WRITES;
            var writes = IntStream.range(from, from + Agreement.MAX_WRITES)
                    .<Write>mapToObj(i -> new Write.Put("w/" + i, "x", lease.id()))
                    .toList();
            await(agreement.commit(new Transaction(List.of(), writes)));
        }
        var heard = new Heard();
        Agreement.Watch watch = agreement.watch("w/", heard);
        awaitUntil(() -> heard.log.size() == 512);

        await(agreement.revoke(lease.id()));
        awaitUntil(() -> heard.log.size() == 1024);

        assertThat(heard.calls).hasValue(2);
        watch.close();
    }

    /// Remembers what a watch told.
    private static final class Heard implements WatchListener {
        private final List<String> log = new CopyOnWriteArrayList<>();
        private volatile long revision;
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public void snapshot(Range all) {
            calls.incrementAndGet();
            var lines = new ArrayList<String>();
            all.entries().forEach(entry -> lines.add("snapshot " + entry.key()));
            log.addAll(lines);
        }

        @Override
        public void changed(List<Change> changes, long now) {
            calls.incrementAndGet();
            var lines = new ArrayList<String>();
            for (Change change : changes) {
                lines.add((change instanceof Change.Put ? "put " : "deleted ") + change.key());
            }
            log.addAll(lines);
            revision = now;
        }

        @Override
        public void broken(String why) {
            log.add("broken");
        }
    }
}
