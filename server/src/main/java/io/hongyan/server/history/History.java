package io.hongyan.server.history;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.RecordTable.Change;
import io.hongyan.broker.store.RecordTable.Row;
import io.hongyan.broker.store.StoreException;
import io.hongyan.cloud.record.RowKey;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Keeps what was measured each minute, for seven days: one row a minute of at most 200 bytes, two megabytes in all.
/// So an operator can look back without any other system.
///
/// [#look] is for one thread, [#read] for any that may block.
public final class History {
    /// How far back it goes, in minutes.
    public static final int MINUTES = (int) Duration.ofDays(7).toMinutes();

    private static final System.Logger LOG = System.getLogger(History.class.getName());
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final char KIND = 'h';
    private static final char KIND_OF_NODE = 'g';

    /// Of one minute. There are more only after the service has stood still for a while.
    private static final int MOST_DELETED = 100;

    /// No instance has this name: the rows belong to the service.
    private static final String SERVICE = "";

    private final RecordTable table;
    private final String node;
    private final Clock clock;
    private final Supplier<Map<Measure, Double>> sampler;
    private long last;
    private @Nullable String trouble;
    private volatile @Nullable Sample latest;

    /// That of a service that shares its store with nobody.
    ///
    /// @param sampler the measures since it was asked before
    public History(RecordTable table, Clock clock, Supplier<Map<Measure, Double>> sampler) {
        this(table, "", clock, sampler);
    }

    /// @param node whose history it is, where several services share a store; empty for a service alone
    /// @param sampler the measures since it was asked before
    public History(RecordTable table, String node, Clock clock, Supplier<Map<Measure, Double>> sampler) {
        this.table = table;
        this.node = node;
        this.clock = clock;
        this.sampler = sampler;
        this.last = now();
    }

    private long now() {
        return clock.wallMillis() / MINUTE;
    }

    /// Measures when a minute is over. To be called several times a minute; a minute in which it was not has no sample.
    public void look() {
        long minute = now();
        if (minute == last) {
            return;
        }
        last = minute;
        List<Change> changes = new ArrayList<>();
        Sample sample = new Sample(minute, sampler.get());
        latest = sample;
        changes.add(new Change.Put(key(minute), sample.row()));
        addDeletions(minute - MINUTES, changes);
        var _ = table.write(changes).exceptionally(fault -> {
            LOG.log(Level.DEBUG, "a sample was not kept", fault); // the store tells what ails it
            return null;
        });
    }

    /// What cannot be read stays for now, and what is measured is kept all the same.
    private void addDeletions(long last, List<Change> changes) {
        try {
            for (Row row : table.scan(prefix(), null, MOST_DELETED)) {
                if (minute(row) <= last) {
                    changes.add(new Change.Delete(row.key()));
                }
            }
            tell(null);
        } catch (StoreException e) {
            tell(String.valueOf(e.getMessage()));
        }
    }

    /// @param now why the history cannot be read; null when it can
    private void tell(@Nullable String now) {
        if (Objects.equals(now, trouble)) {
            return;
        }
        trouble = now;
        if (now == null) {
            LOG.log(Level.INFO, "the history can be read again");
        } else {
            LOG.log(Level.WARNING, "the history cannot be read, and old minutes of it stay: {0}", now);
        }
    }

    /// The last minute that was measured; null before the first one of this run. Any thread.
    public @Nullable Sample latest() {
        return latest;
    }

    /// The samples of a time, in its order.
    ///
    /// @param from the first minute
    /// @param to the last one
    /// @throws io.hongyan.broker.store.StoreException when the disk cannot be read
    public List<Sample> read(long from, long to) {
        List<Sample> samples = new ArrayList<>();
        byte @Nullable [] after = from > 0 ? key(from - 1) : null;
        while (true) {
            List<Row> rows = table.scan(prefix(), after, RecordTable.MAX_ROWS);
            for (Row row : rows) {
                if (minute(row) > to) {
                    return samples;
                }
                add(row, samples);
            }
            if (rows.size() < RecordTable.MAX_ROWS) {
                return samples;
            }
            after = rows.getLast().key();
        }
    }

    private static void add(Row row, List<Sample> samples) {
        try {
            samples.add(Sample.of(minute(row), row.value()));
        } catch (IllegalArgumentException e) {
            LOG.log(Level.WARNING, "a minute of the history is passed over: {0}", e.getMessage());
        }
    }

    /// Eight digits, whose order is that of time.
    private byte[] key(long minute) {
        String name = HexFormat.of().toHexDigits((int) minute);
        return node.isEmpty() ? RowKey.of(SERVICE, KIND, name) : RowKey.of(SERVICE, KIND_OF_NODE, node, name);
    }

    private byte[] prefix() {
        return node.isEmpty() ? RowKey.of(SERVICE, KIND) : RowKey.within(SERVICE, KIND_OF_NODE, node);
    }

    private static long minute(Row row) {
        String[] names = RowKey.names(row.key());
        return HexFormat.fromHexDigitsToLong(names[names.length - 1]);
    }
}
