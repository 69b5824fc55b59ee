package io.hongyan.amqp.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.RecordTable.Change;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.cloud.record.RowKey;
import io.hongyan.codec.topic.TopicFilter;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueueRowsTest {
    private final RecordTable table = new MemoryStore().records();
    private final QueueRows rows = new QueueRows(table);

    private static QueueKey key(String instance, QueueKind kind, String source, String group) {
        return new QueueKey(instance, kind, source, group);
    }

    private void putOther(byte[] key) {
        table.write(List.of(new Change.Put(key, new byte[] {9}))).join();
    }

    @Test
    void queues_are_found_among_the_rows_of_all_instances() {
        QueueKey plain = key("b", QueueKind.MESSAGES, "orders", "");
        QueueKey grouped = key("b", QueueKind.MESSAGES, "鸿雁", "g-1");
        QueueKey notices = key("bb", QueueKind.STATUS, "GID_a@@@x*", "");
        TopicFilter filter = TopicFilter.parse("鸿雁/+/a");
        rows.put(plain, null).join();
        rows.put(grouped, filter).join();
        rows.put(notices, null).join();
        for (String instance : List.of("a", "b", "bb", "c")) {
            putOther(RowKey.of(instance, 'A', "x"));
            putOther(RowKey.of(instance, 'R', "x", "y"));
        }
        putOther("a row of no instance".getBytes(UTF_8));
        assertThat(rows.all())
                .containsExactly(
                        new QueueRows.Known(plain, null),
                        new QueueRows.Known(grouped, filter),
                        new QueueRows.Known(notices, null));
        rows.delete(grouped).join();
        assertThat(rows.all()).hasSize(2);
    }

    @Test
    void more_queues_than_a_page_has_are_found() {
        for (int i = 0; i < 2500; i++) {
            rows.put(key("i", QueueKind.MESSAGES, "orders", "g" + i), null).join();
        }
        assertThat(rows.all()).hasSize(2500);
    }

    @Test
    void a_damaged_row_is_a_queue_that_takes_all() {
        QueueKey damaged = key("i", QueueKind.MESSAGES, "orders", "");
        putOther(RowKey.of("i", 'Q', "MESSAGES", "orders", ""));
        putOther(RowKey.of("i", 'Q', "no kind"));
        assertThat(rows.all()).containsExactly(new QueueRows.Known(damaged, null));
    }
}
