package io.hongyan.cloud.trace;

import io.hongyan.broker.message.MessageId;
import io.hongyan.broker.store.TraceLog;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Answers one query: reads the hours that it covers, counts what it asks for, and keeps one page of it.
final class TraceReader {
    /// Beyond so many rows a query counts no further.
    static final int MOST_ROWS = 1_000_000;

    private final TraceLog log;
    private final TraceQuery query;
    private final long begin;
    private final List<TraceEntry> entries = new ArrayList<>();
    private long total;
    private int rows;

    /// @param since wall milliseconds: older entries are left out
    TraceReader(TraceLog log, TraceQuery query, long since) {
        this.log = log;
        this.query = query;
        this.begin = Math.max(query.begin(), since);
    }

    TracePage device(String instance, String clientId) {
        return read(
                TraceRows.ofDevice(instance, clientId),
                (key, value) -> TraceRows.ofClientRow(clientId, key, value),
                _ -> true);
    }

    TracePage messagesOf(String instance, String clientId) {
        return read(
                TraceRows.ofClient(instance, clientId),
                (key, value) -> TraceRows.ofClientRow(clientId, key, value),
                _ -> true);
    }

    TracePage message(String instance, MessageId id, Predicate<TraceEntry> wanted) {
        return read(TraceRows.ofMessage(instance, id), (key, value) -> TraceRows.ofMessageRow(id, key, value), wanted);
    }

    private interface Decoder {
        @Nullable
        TraceEntry decode(byte[] key, byte[] value);
    }

    private TracePage read(byte[] prefix, Decoder decoder, Predicate<TraceEntry> wanted) {
        if (begin > query.end()) {
            return new TracePage(List.of(), 0);
        }
        int first = TraceRows.hour(begin);
        int last = TraceRows.hour(query.end());
        IntStream hours = log.hours().subMap(first, last + 1).keySet().stream().mapToInt(Integer::intValue);
        int[] ascending = hours.toArray();
        for (int i = 0; i < ascending.length; i++) {
            int hour = ascending[query.newestFirst() ? ascending.length - 1 - i : i];
            log.scan(hour, prefix, query.newestFirst(), (key, value) -> {
                long millis = TraceRows.millis(key);
                TraceEntry entry = millis < begin || millis > query.end() ? null : decoder.decode(key, value);
                if (entry != null && wanted.test(entry)) {
                    take(entry);
                }
                return ++rows < MOST_ROWS;
            });
        }
        return new TracePage(entries, total);
    }

    private void take(TraceEntry entry) {
        long from = (long) (query.page() - 1) * query.size();
        if (total >= from && total < from + query.size()) {
            entries.add(entry);
        }
        total++;
    }
}
