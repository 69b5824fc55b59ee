package io.hongyan.amqp.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.RecordTable.Change;
import io.hongyan.broker.store.RecordTable.Row;
import io.hongyan.cloud.record.RowKey;
import io.hongyan.cloud.record.RowValue;
import io.hongyan.codec.topic.TopicFilter;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The rows of durable queues: which there are, and what they take. Any thread.
final class QueueRows {
    private static final System.Logger LOG = System.getLogger(QueueRows.class.getName());
    private static final char KIND = 'Q';
    private static final int FORMAT = 1;
    private static final int PAGE = 1000;

    private final RecordTable table;

    QueueRows(RecordTable table) {
        this.table = table;
    }

    /// One queue.
    record Known(QueueKey key, @Nullable TopicFilter filter) {}

    /// All queues of all instances. Waits for the disk. The rows of queues are looked up by instance: of other kinds
    /// there may be millions.
    List<Known> all() {
        List<Known> found = new ArrayList<>();
        byte[] after = null;
        List<Row> next = table.scan(new byte[0], null, 1);
        while (!next.isEmpty()) {
            byte[] key = next.getFirst().key();
            int end = indexOfZero(key);
            if (end < 0) {
                after = key; // no row of an instance
            } else {
                String instance = RowKey.instanceOf(key);
                addAll(instance, found);
                after = Arrays.copyOf(key, end + 1);
                after[end] = 1; // behind all rows of the instance
            }
            next = table.scan(new byte[0], after, 1);
        }
        return found;
    }

    private static int indexOfZero(byte[] key) {
        for (int i = 0; i < key.length; i++) {
            if (key[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    private void addAll(String instance, List<Known> found) {
        byte[] prefix = RowKey.of(instance, KIND);
        List<Row> page = table.scan(prefix, null, PAGE);
        while (!page.isEmpty()) {
            page.forEach(row -> add(instance, row, found));
            page = table.scan(prefix, page.getLast().key(), PAGE);
        }
    }

    private static void add(String instance, Row row, List<Known> found) {
        QueueKey key;
        try {
            String[] names = RowKey.names(row.key());
            key = new QueueKey(instance, QueueKind.valueOf(names[0]), names[1], names[2]);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a row of instance " + instance + " names no queue and is left out", e);
            return;
        }
        TopicFilter filter = null;
        try {
            String text = new String(RowValue.read(row.value(), FORMAT, RowValue::bytes), UTF_8);
            filter = text.isEmpty() ? null : TopicFilter.parse(text);
        } catch (RuntimeException e) {
            String what = "the row of queue " + instance + "/" + key.name() + " cannot be read: the queue takes all";
            LOG.log(Level.ERROR, what, e);
        }
        found.add(new Known(key, filter));
    }

    /// @return completes when that is durable
    CompletableFuture<Void> put(QueueKey key, @Nullable TopicFilter filter) {
        String text = filter == null ? "" : filter.text();
        byte[] value = RowValue.write(FORMAT, out -> RowValue.bytes(out, text.getBytes(UTF_8)));
        return table.write(List.of(new Change.Put(rowKey(key), value)));
    }

    /// @return completes when that is durable
    CompletableFuture<Void> delete(QueueKey key) {
        return table.write(List.of(new Change.Delete(rowKey(key))));
    }

    private static byte[] rowKey(QueueKey key) {
        return RowKey.of(key.instance(), KIND, key.kind().name(), key.source(), key.group());
    }
}
