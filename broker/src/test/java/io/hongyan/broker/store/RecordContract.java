package io.hongyan.broker.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.broker.store.RecordTable.Change;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What rows by key promise, in every store that lasts. Keys are texts of which each character is one byte.
public abstract class RecordContract {
    private Store store;
    private OpenStore run;
    private RecordTable records;

    /// The same content each time; the one before is closed.
    protected abstract Store open();

    @BeforeEach
    void start() {
        store = open();
        run = new OpenStore(store);
        records = store.records();
    }

    @AfterEach
    void stop() {
        run.close();
    }

    private void again() {
        stop();
        start();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static Change put(String key, String value) {
        return new Change.Put(bytes(key), bytes(value));
    }

    private static Change delete(String key) {
        return new Change.Delete(bytes(key));
    }

    private static Change deletePrefix(String prefix) {
        return new Change.DeletePrefix(bytes(prefix));
    }

    private void write(Change... changes) {
        records.write(List.of(changes)).join();
    }

    private @Nullable String get(String key) {
        byte[] value = records.get(bytes(key));
        return value == null ? null : new String(value, ISO_8859_1);
    }

    private List<String> scan(String prefix, @Nullable String after, int limit) {
        return records.scan(bytes(prefix), after == null ? null : bytes(after), limit).stream()
                .map(row -> new String(row.key(), ISO_8859_1) + "=" + new String(row.value(), ISO_8859_1))
                .toList();
    }

    @Test
    void a_new_store_has_no_rows() {
        assertThat(get("a")).isNull();
        assertThat(scan("", null, 10)).isEmpty();
    }

    @Test
    void a_row_is_read_when_its_write_completes_and_is_there_after_a_restart() {
        write(put("a", "1"), put("b", ""), put("\0ÿ", "\0"));
        assertThat(get("a")).isEqualTo("1");
        write(put("a", "2"));
        assertThat(get("a")).isEqualTo("2");
        again();
        assertThat(get("a")).isEqualTo("2");
        assertThat(get("b")).isEmpty();
        assertThat(get("\0ÿ")).isEqualTo("\0");
        assertThat(get("c")).isNull();
    }

    @Test
    void a_deleted_row_is_gone_and_stays_so() {
        write(put("a", "1"), put("ab", "2"));
        write(delete("a"), delete("never written"));
        assertThat(get("a")).isNull();
        again();
        assertThat(scan("", null, 10)).containsExactly("ab=2");
    }

    @Test
    void keys_sort_as_unsigned_bytes() {
        write(put("\u0080", ""), put("a", ""), put("ÿ", ""), put("\0", ""), put("aa", ""), put("\u007f", ""));
        assertThat(scan("", null, 10)).containsExactly("\0=", "a=", "aa=", "\u007f=", "\u0080=", "ÿ=");
    }

    @Test
    void a_scan_has_the_rows_of_its_prefix_and_no_others() {
        write(put("a", ""), put("b", "1"), put("b\0", "2"), put("bÿÿ", "3"), put("c", ""));
        assertThat(scan("b", null, 10)).containsExactly("b=1", "b\0=2", "bÿÿ=3");
        assertThat(scan("bÿ", null, 10)).containsExactly("bÿÿ=3");
        assertThat(scan("d", null, 10)).isEmpty();
    }

    @Test
    void a_scan_goes_on_behind_a_key_whether_that_exists_or_not() {
        write(put("b", "1"), put("b\0", "2"), put("bb", "3"), put("c", ""));
        assertThat(scan("b", "b", 10)).containsExactly("b\0=2", "bb=3");
        assertThat(scan("b", "ba", 10)).containsExactly("bb=3");
        assertThat(scan("b", "a", 10)).containsExactly("b=1", "b\0=2", "bb=3");
        assertThat(scan("b", "bb", 10)).isEmpty();
        assertThat(scan("b", "z", 10)).isEmpty();
    }

    @Test
    void a_scan_ends_at_its_limit_and_pages_have_each_row_once() {
        List<Change> changes = new ArrayList<>();
        List<String> all = new ArrayList<>();
        for (int i = 1000; i < 1250; i++) {
            changes.add(put("k" + i, ""));
            all.add("k" + i + "=");
        }
        Collections.reverse(changes);
        write(changes.toArray(Change[]::new));
        List<String> found = new ArrayList<>();
        String after = null;
        for (List<String> page = scan("k", after, 100); !page.isEmpty(); page = scan("k", after, 100)) {
            assertThat(page).hasSizeLessThanOrEqualTo(100);
            found.addAll(page);
            after = page.getLast().replace("=", "");
        }
        assertThat(found).isEqualTo(all);
    }

    @Test
    void the_changes_of_a_write_are_made_in_their_order() {
        write(put("a1", "old"), put("b", "old"));
        write(put("a2", "lost"), deletePrefix("a"), put("a3", "kept"), put("b", "1"), delete("b"), put("b", "2"));
        assertThat(scan("", null, 10)).containsExactly("a3=kept", "b=2");
        again();
        assertThat(scan("", null, 10)).containsExactly("a3=kept", "b=2");
    }

    @Test
    void a_prefix_is_deleted_with_all_its_rows_and_none_beside_it() {
        write(put("a", ""), put("b", ""), put("bÿ", ""), put("b\0x", ""), put("c", ""), put("ÿ", ""), put("ÿÿÿ", ""));
        write(deletePrefix("b"));
        assertThat(scan("", null, 10)).containsExactly("a=", "c=", "ÿ=", "ÿÿÿ=");
        write(put("ÿ" + "ÿ".repeat(RecordTable.MAX_KEY - 1), ""), deletePrefix("ÿÿ"));
        assertThat(scan("", null, 10)).containsExactly("a=", "c=", "ÿ=");
        again();
        assertThat(scan("", null, 10)).containsExactly("a=", "c=", "ÿ=");
    }

    @Test
    void a_write_of_nothing_completes() {
        write();
        assertThat(scan("", null, 1)).isEmpty();
    }

    @Test
    void rows_are_left_alone_when_an_instance_is_dropped() {
        write(put("i\0a", "1"));
        store.dropInstance("i").join();
        again();
        assertThat(get("i\0a")).isEqualTo("1");
    }

    @Test
    void nothing_is_written_or_read_after_the_store_is_closed() {
        write(put("a", "1"));
        stop();
        CompletableFuture<Void> late = records.write(List.of(put("a", "2")));
        assertThatThrownBy(late::join).isInstanceOf(CompletionException.class).hasCauseInstanceOf(StoreException.class);
        assertThatThrownBy(() -> get("a")).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> scan("", null, 1)).isInstanceOf(StoreException.class);
        start();
        assertThat(get("a")).isEqualTo("1");
    }

    @Test
    void what_is_too_long_or_too_much_is_refused() {
        assertThatThrownBy(() -> put("", "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> deletePrefix("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> delete("k".repeat(RecordTable.MAX_KEY + 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Change.Put(bytes("k"), new byte[RecordTable.MAX_VALUE + 1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> scan("", null, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> scan("", null, RecordTable.MAX_ROWS + 1)).isInstanceOf(IllegalArgumentException.class);
        List<Change> many = Collections.nCopies(RecordTable.MAX_ROWS + 1, delete("k"));
        assertThatThrownBy(() -> records.write(many)).isInstanceOf(IllegalArgumentException.class);
        write(new Change.Put(bytes("k".repeat(RecordTable.MAX_KEY)), new byte[RecordTable.MAX_VALUE]));
        byte[] value = records.get(bytes("k".repeat(RecordTable.MAX_KEY)));
        assertThat(value).hasSize(RecordTable.MAX_VALUE);
    }

    @Test
    void writes_of_several_threads_are_all_there() {
        List<Thread> writers = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            String name = "t" + t;
            writers.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 50; i++) {
                    write(put(name + i, ""));
                }
            }));
        }
        writers.forEach(RecordContract::join);
        assertThat(scan("t", null, 1000)).hasSize(200);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The model is a sorted list of texts, as simple as can be.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void any_changes_leave_what_a_sorted_map_would_have(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        var model = new java.util.TreeMap<String, String>();
        for (int step = 0; step < 200; step++) {
            List<Change> changes = new ArrayList<>();
            for (int i = random.nextInt(5); i >= 0; i--) {
                String key = text(random);
                switch (random.nextInt(6)) {
                    case 0 -> {
                        changes.add(deletePrefix(key));
                        model.keySet().removeIf(present -> present.startsWith(key));
                    }
                    case 1 -> {
                        changes.add(delete(key));
                        model.remove(key);
                    }
                    default -> {
                        changes.add(put(key, Integer.toString(step)));
                        model.put(key, Integer.toString(step));
                    }
                }
            }
            write(changes.toArray(Change[]::new));
            if (step % 50 == 49) {
                again();
            }
            List<String> expected = model.entrySet().stream()
                    .map(row -> row.getKey() + "=" + row.getValue())
                    .toList();
            assertThat(scan("", null, 1000)).isEqualTo(expected);
        }
    }

    private static String text(RandomGenerator random) {
        char[] text = new char[1 + random.nextInt(4)];
        Arrays.setAll(new int[text.length], i -> text[i] = "\0aÿ".charAt(random.nextInt(3)));
        return new String(text);
    }
}
