package io.hongyan.store.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxEntry;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.store.rocksdb.check.StoreCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Entries of outboxes that are settled one by one, and the bodies to which they refer.
class SettledEntriesTest {
    @TempDir
    private Path folder;

    private final FaultyDisk disk = new FaultyDisk();

    private static Outbox outbox(StoreRun run, String rule) {
        return run.store.outbox(new OutboxKey("i", rule), OutboxLimits.defaults());
    }

    private static List<OutboxEntry> entries(Outbox outbox) {
        return outbox.stats().messages() == 0
                ? List.of()
                : outbox.read(0, 10_000).join().entries();
    }

    private static long[] first(Outbox outbox) {
        return new long[] {entries(outbox).getFirst().sequence()};
    }

    private void assertRows(long outbox, long bodies) {
        assertThat(StoreCheck.check(folder).faults()).isEmpty();
        assertThat(StoreCheck.check(folder).rows())
                .containsEntry("outbox", outbox)
                .containsEntry("bodies", bodies);
    }

    @Test
    void a_body_goes_with_the_last_entry_that_refers_to_it_however_often_the_first_is_settled() {
        try (StoreRun run = new StoreRun(folder)) {
            Message message = StoreRun.message("a", "for both");
            run.offer(outbox(run, "one"), message);
            run.offer(outbox(run, "two"), message);
            run.durable().join();
        }
        assertRows(2, 1);
        try (StoreRun run = new StoreRun(folder, Durability.ALWAYS, disk)) {
            Outbox one = outbox(run, "one");
            long[] entry = first(one);
            disk.refuses(true);
            run.append(run.session("c"), 1, StoreRun.message("a", "other"));
            var _ = run.durable();
            await().until(() -> disk.refusals() > 0);
            one.settle(entry); // all in the next batch
            one.settle(new long[] {entry[0], entry[0]});
            one.acknowledge(entry[0]);
            one.acknowledge(Long.MAX_VALUE);
            one.settle(entry);
            outbox(run, "two").settle(entry); // which is not in that outbox
            disk.refuses(false);
            await().until(() -> one.stats().messages() == 0);
            one.settle(entry); // in a later one
            run.durable().join();
            assertThat(one.stats().acknowledged()).isEqualTo(1);
            assertThat(entries(outbox(run, "two"))).hasSize(1);
        }
        try (StoreRun run = new StoreRun(folder)) {
            assertThat(entries(outbox(run, "one"))).isEmpty();
            Outbox two = outbox(run, "two");
            assertThat(new String(entries(two).getFirst().message().payload(), UTF_8))
                    .isEqualTo("for both");
            two.settle(first(two));
            await().until(() -> two.stats().messages() == 0);
            run.of("c").remove();
            run.durable().join();
        }
        assertRows(0, 0);
    }

    @Test
    void an_entry_that_is_dropped_with_its_instance_and_settled_leaves_the_body_to_others() {
        try (StoreRun run = new StoreRun(folder, Durability.ALWAYS, disk)) {
            Message message = StoreRun.message("a", "for both");
            Outbox gone = run.store.outbox(new OutboxKey("gone", "rule"), OutboxLimits.defaults());
            run.offer(gone, message);
            run.offer(outbox(run, "one"), message);
            run.durable().join();
            long[] entry = first(gone);
            disk.refuses(true);
            run.offer(outbox(run, "one"), StoreRun.message("a", "other"));
            var _ = run.durable();
            await().until(() -> disk.refusals() > 0);
            gone.settle(entry);
            var dropped = run.store.dropInstance("gone");
            gone.settle(entry);
            disk.refuses(false);
            dropped.join();
            gone.settle(entry);
            run.durable().join();
        }
        assertRows(2, 2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatever_is_settled_and_acknowledged_the_rest_is_there_with_its_content(long seed) {
        Random random = new Random(seed);
        List<NavigableMap<Long, String>> expected = List.of(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        int next = 0;
        for (int start = 0; start < 4; start++) {
            try (StoreRun run = new StoreRun(folder, Durability.ALWAYS, disk)) {
                List<Outbox> outboxes = List.of(outbox(run, "0"), outbox(run, "1"), outbox(run, "2"));
                for (int round = 0; round < 6; round++) {
                    for (int i = 0; i < 20; i++) {
                        Message message = StoreRun.message("a", "m" + next++);
                        outboxes.stream()
                                .filter(_ -> random.nextInt(3) > 0)
                                .forEach(outbox -> run.offer(outbox, message));
                    }
                    run.durable().join();
                    read(outboxes, expected);
                    disk.refuses(random.nextBoolean()); // then what follows becomes one batch
                    for (int i = 0; i < 10; i++) {
                        int which = random.nextInt(3);
                        take(outboxes.get(which), expected.get(which), random);
                    }
                    disk.refuses(false);
                    await().untilAsserted(() -> assertCounts(outboxes, expected));
                }
            }
        }
        try (StoreRun run = new StoreRun(folder)) {
            for (int i = 0; i < 3; i++) {
                assertThat(entries(outbox(run, Integer.toString(i))))
                        .extracting(entry -> new String(entry.message().payload(), UTF_8))
                        .containsExactlyElementsOf(expected.get(i).values());
            }
        }
        long rows = expected.stream().mapToLong(NavigableMap::size).sum();
        long bodies = expected.stream()
                .flatMap(all -> all.values().stream())
                .distinct()
                .count();
        assertRows(rows, bodies);
    }

    private static void read(List<Outbox> outboxes, List<NavigableMap<Long, String>> into) {
        for (int i = 0; i < outboxes.size(); i++) {
            long after = into.get(i).isEmpty() ? 0 : into.get(i).lastKey();
            if (outboxes.get(i).stats().messages() > into.get(i).size()) {
                for (OutboxEntry entry :
                        outboxes.get(i).read(after, 10_000).join().entries()) {
                    into.get(i).put(entry.sequence(), new String(entry.message().payload(), UTF_8));
                }
            }
        }
    }

    private static void take(Outbox outbox, NavigableMap<Long, String> expected, Random random) {
        List<Long> all = new ArrayList<>(expected.keySet());
        if (all.isEmpty()) {
            return;
        }
        if (random.nextInt(8) == 0) {
            long upTo = all.get(random.nextInt(Math.min(5, all.size())));
            outbox.acknowledge(upTo);
            expected.headMap(upTo, true).clear();
            return;
        }
        long[] some = random.ints(random.nextInt(6), 0, all.size())
                .mapToLong(all::get)
                .toArray();
        outbox.settle(some);
        for (long sequence : some) {
            expected.remove(sequence);
        }
        if (some.length > 0 && random.nextBoolean()) {
            outbox.settle(some);
        }
    }

    private static void assertCounts(List<Outbox> outboxes, List<NavigableMap<Long, String>> expected) {
        for (int i = 0; i < outboxes.size(); i++) {
            assertThat(outboxes.get(i).stats().messages())
                    .isEqualTo(expected.get(i).size());
        }
    }
}
