package io.hongyan.server.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.event.PacketEvent;
import io.hongyan.broker.message.Clock;
import io.hongyan.server.event.EventFields;
import io.hongyan.server.http.Pieces;
import io.hongyan.server.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One live trace: shards put in what its filter shows, without a lock and without waiting, and one reader takes it out
/// as lines of JSON. What comes faster than it is read is dropped, and counted. It ends when its time is over, when it
/// has shown as many events as wanted, or with its reader.
///
/// The first line says that it began, the last one how many events it has shown and dropped. In between is a line with
/// these numbers when more were dropped, and when nothing happened for ten seconds: so a reader that is gone is
/// noticed.
public final class LiveTrace implements Pieces {
    /// Events that wait for the reader at most.
    static final int MOST_WAITING = 10_000;
    /// Characters of all that waits. Clients choose how long their names are, before they have logged in.
    static final int MOST_CHARACTERS = 4 << 20;
    /// Of one text; what is longer is cut.
    static final int LONGEST_TEXT = 1024;

    private static final int LINES = 500;
    private static final long LOOK_MILLIS = 50;
    private static final long SILENCE_MILLIS = 10_000;
    private static final long DROPPED_MILLIS = 1_000;

    private final TraceFilter filter;
    private final Clock clock;
    private final long end;
    private final long most;
    private final Consumer<LiveTrace> closing;
    private final ConcurrentLinkedQueue<Seen> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicInteger characters = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private final Semaphore ending = new Semaphore(0);
    private volatile @Nullable String over;

    // of the reader
    private boolean begun;
    private boolean told;
    private long shown;
    private long droppedTold;
    private long lastLine;
    private long lastNumbers;

    /// What is shown of an event.
    ///
    /// @param length characters of its texts
    private record Seen(Map<String, Object> fields, int length) {}

    /// @param limits how long, and how many events
    /// @param closing told once, when the reader has all or is gone
    LiveTrace(TraceFilter filter, TraceLimits limits, Clock clock, Consumer<LiveTrace> closing) {
        this.filter = filter;
        this.clock = clock;
        this.end = clock.steadyMillis() + limits.time().toMillis();
        this.most = limits.events();
        this.closing = closing;
    }

    public TraceFilter filter() {
        return filter;
    }

    /// Any thread.
    ///
    /// @return whether it was dropped for want of room
    boolean offer(@Nullable BrokerEvent event, @Nullable PacketEvent packet) {
        if (over != null) {
            return false;
        }
        if (size.incrementAndGet() > MOST_WAITING || characters.get() > MOST_CHARACTERS) {
            size.decrementAndGet();
            dropped.incrementAndGet();
            return true;
        }
        Map<String, Object> fields = fields(event, packet);
        int length = shortened(fields);
        characters.addAndGet(length);
        waiting.add(new Seen(fields, length));
        return false;
    }

    private Map<String, Object> fields(@Nullable BrokerEvent event, @Nullable PacketEvent packet) {
        Map<String, Object> fields = at(clock.wallMillis());
        if (event != null) {
            fields.putAll(EventFields.of(event));
        } else if (packet != null) {
            fields.putAll(EventFields.of(packet));
        }
        return fields;
    }

    /// Cuts long texts.
    ///
    /// @return how many characters the others have, and a few for each
    private static int shortened(Map<String, Object> fields) {
        int length = 0;
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            if (field.getValue() instanceof String text && text.length() > LONGEST_TEXT) {
                int end = Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1)) ? LONGEST_TEXT - 1 : LONGEST_TEXT;
                field.setValue(text.substring(0, end) + "\u2026");
            }
            length += 32 + String.valueOf(field.getValue()).length();
        }
        return length;
    }

    /// Lets what waits be shown, and nothing more. Any thread.
    void end(String why) {
        if (over == null) {
            over = why;
        }
        ending.release();
    }

    @Override
    public byte @Nullable [] next() throws InterruptedException {
        if (told) {
            return null;
        }
        StringBuilder lines = new StringBuilder();
        if (!begun) {
            begun = true;
            lastLine = clock.steadyMillis();
            line(lines, notice("trace-began"));
        } else {
            if (waiting.isEmpty() && over == null) {
                var _ = ending.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
            if (clock.steadyMillis() >= end) {
                end("its time is over");
            }
            String why = over; // before the queue is looked at: what was put in by then is shown
            events(lines);
            if (shown == most) {
                why = "it has shown as many events as wanted";
                end(why);
            }
            if (why != null && (waiting.isEmpty() || shown == most)) {
                last(lines, why);
            } else {
                numbers(lines);
            }
        }
        return lines.toString().getBytes(UTF_8);
    }

    private void events(StringBuilder lines) {
        for (int i = 0; i < LINES && shown < most; i++) {
            Seen seen = waiting.poll();
            if (seen == null) {
                break;
            }
            size.decrementAndGet();
            characters.addAndGet(-seen.length());
            shown++;
            line(lines, seen.fields());
        }
    }

    private void numbers(StringBuilder lines) {
        long now = clock.steadyMillis();
        if (!lines.isEmpty()) {
            lastLine = now;
        }
        long quiet = now - lastLine;
        boolean more = dropped.get() != droppedTold && now - lastNumbers >= DROPPED_MILLIS;
        if (more || quiet >= SILENCE_MILLIS) {
            lastLine = now;
            lastNumbers = now;
            line(lines, numbers("trace-goes-on"));
        }
    }

    private void last(StringBuilder lines, String why) {
        told = true;
        Map<String, Object> fields = numbers("trace-ended");
        fields.put("why", why);
        line(lines, fields);
    }

    private Map<String, Object> numbers(String event) {
        Map<String, Object> fields = notice(event);
        droppedTold = dropped.get();
        fields.put("shown", shown);
        fields.put("dropped", droppedTold);
        return fields;
    }

    private Map<String, Object> notice(String event) {
        Map<String, Object> fields = at(clock.wallMillis());
        fields.put("event", event);
        return fields;
    }

    private static Map<String, Object> at(long millis) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("at", Instant.ofEpochMilli(millis).toString());
        return fields;
    }

    private static void line(StringBuilder lines, Map<String, Object> fields) {
        lines.append(Json.line(fields)).append('\n');
    }

    long shown() {
        return shown;
    }

    long dropped() {
        return dropped.get();
    }

    /// Why it ended.
    String why() {
        String known = over;
        return known == null ? "its reader has gone" : known;
    }

    @Override
    public void close() {
        closing.accept(this);
        end("its reader has gone");
        waiting.clear();
    }
}
