package io.hongyan.cloud.trace;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.StoreException;
import io.hongyan.broker.store.TraceLog;
import io.hongyan.broker.store.TraceLog.Row;
import io.hongyan.cloud.trace.TraceStats.Missing;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.locks.LockSupport;

/// The one thread that writes traces: once a second, or as soon as the queue is half full, it writes what waits, and
/// drops the hours for which there is no time or no space any more.
///
/// While the disk does not take a batch, it is repeated, and what comes meanwhile waits in the queue.
final class TraceWriter implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(TraceWriter.class.getName());
    private static final long PAUSE_NANOS = 1_000_000_000;
    private static final int MOST_ENTRIES = 10_000;

    private final TraceFolder folder;
    private final TraceSettings settings;
    private final Clock clock;
    private final TraceStats stats;
    private final TraceQueue queue;
    private final TraceRows rows;
    private final Thread thread;
    private List<TraceEvent> unwritten = List.of();
    private boolean failing;
    private boolean full;
    private volatile boolean closing;

    /// @param firstNumber another one in each run
    TraceWriter(TraceFolder folder, TraceSettings settings, Clock clock, TraceStats stats, int firstNumber) {
        this.folder = folder;
        this.settings = settings;
        this.clock = clock;
        this.stats = stats;
        this.rows = new TraceRows(firstNumber);
        this.thread = Thread.ofPlatform().name("trace-writer").daemon().unstarted(this::run);
        this.queue = new TraceQueue(settings.queue(), () -> LockSupport.unpark(thread));
    }

    void start() {
        thread.start();
    }

    TraceQueue queue() {
        return queue;
    }

    private void run() {
        while (true) {
            boolean last = closing;
            try {
                writeAll();
                worksAgain();
            } catch (StoreException e) {
                failed(e);
            } catch (Throwable bug) {
                LOG.log(Level.ERROR, "a batch of traces is left out", bug);
                stats.missing(Missing.UNWRITTEN, unwritten.size());
                unwritten = List.of();
            }
            if (last) {
                stats.missing(Missing.UNWRITTEN, unwritten.size() + queue.size());
                return;
            }
            if (!closing) {
                LockSupport.parkNanos(this, PAUSE_NANOS);
            }
        }
    }

    private void worksAgain() {
        if (failing) {
            LOG.log(Level.INFO, "traces are written again");
        }
        failing = false;
    }

    private void failed(StoreException cause) {
        if (!failing) {
            LOG.log(Level.WARNING, "traces cannot be written; that is repeated until it succeeds: {0}", cause);
        }
        failing = true;
        folder.failed();
    }

    private void writeAll() {
        TraceLog log = folder.log();
        dropOld(log);
        while (true) {
            if (unwritten.isEmpty()) {
                unwritten = queue.take(MOST_ENTRIES);
            }
            if (unwritten.isEmpty()) {
                return;
            }
            write(log);
            unwritten = List.of();
            dropOld(log);
        }
    }

    private void write(TraceLog log) {
        if (isFull(log)) {
            stats.missing(Missing.SPACE, unwritten.size());
            return;
        }
        List<Row> batch = new ArrayList<>();
        unwritten.forEach(event -> rows.add(event, batch));
        log.append(batch);
        stats.written(unwritten.size());
    }

    /// Whether the hour of what is to be written has all the space already.
    private boolean isFull(TraceLog log) {
        int hour = TraceRows.hour(unwritten.getLast().millis());
        boolean now = log.hours().getOrDefault(hour, 0L) >= settings.maxBytes();
        if (now && !full) {
            LOG.log(
                    Level.WARNING,
                    "the traces of one hour take {0} bytes, all that traces may; further ones of this hour are left"
                            + " out. Trace fewer messages, or allow more",
                    Long.toString(settings.maxBytes()));
        }
        full = now;
        return now;
    }

    private void dropOld(TraceLog log) {
        SortedMap<Integer, Long> hours = log.hours();
        int oldest = TraceRows.hour(clock.wallMillis()) - (int) settings.keep().toHours();
        while (!hours.isEmpty() && hours.firstKey() < oldest) {
            log.drop(hours.firstKey());
            hours.remove(hours.firstKey());
        }
        long bytes = hours.values().stream().mapToLong(Long::longValue).sum();
        while (bytes > settings.maxBytes() && hours.size() > 1) {
            int hour = hours.firstKey();
            log.drop(hour);
            stats.hourDropped();
            LOG.log(
                    Level.WARNING,
                    "the traces of the hour from {0} are dropped before their time: all of them take {1} bytes, and"
                            + " may take {2}",
                    Instant.ofEpochMilli(hour * TraceRows.HOUR_MILLIS),
                    Long.toString(bytes),
                    Long.toString(settings.maxBytes()));
            Long dropped = hours.remove(hour);
            bytes -= dropped == null ? 0 : dropped;
        }
    }

    /// Writes what waits, if the disk takes it.
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
