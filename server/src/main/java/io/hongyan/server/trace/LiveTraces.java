package io.hongyan.server.trace;

import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.event.EventSink;
import io.hongyan.broker.event.PacketEvent;
import io.hongyan.broker.event.PacketWatch;
import io.hongyan.broker.message.Clock;
import io.hongyan.server.log.LogEscaper;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The live traces that run now. While there is none, the broker makes no event of single packets. Any thread.
public final class LiveTraces implements EventSink, PacketWatch, AutoCloseable {
    /// As many at once: each costs the shards a look at each packet.
    public static final int MOST = 8;

    private static final System.Logger LOG = System.getLogger(LiveTraces.class.getName());

    private final Clock clock;
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private volatile List<LiveTrace> running = List.of();
    private Consumer<@Nullable PacketWatch> broker = _ -> {};
    private boolean closed;

    public LiveTraces(Clock clock) {
        this.clock = clock;
    }

    /// From where single packets are seen.
    ///
    /// @param watching has somebody watch, or nobody
    public synchronized void from(Consumer<@Nullable PacketWatch> watching) {
        broker = watching;
    }

    /// Begins a trace, which its caller reads and closes.
    ///
    /// @return null when there are [#MOST] already, or the service stops
    public synchronized @Nullable LiveTrace begin(TraceFilter filter, TraceLimits limits) {
        if (closed || running.size() >= MOST) {
            refused.incrementAndGet();
            return null;
        }
        LiveTrace trace = new LiveTrace(filter, limits, clock, this::ended);
        List<LiveTrace> more = new ArrayList<>(running);
        more.add(trace);
        running = List.copyOf(more);
        broker.accept(this);
        LOG.log(Level.INFO, "a live trace of {0} of {1} began", shown(filter), filter.instance());
        return trace;
    }

    private synchronized void ended(LiveTrace trace) {
        List<LiveTrace> less = new ArrayList<>(running);
        if (less.remove(trace)) {
            running = List.copyOf(less);
            if (less.isEmpty()) {
                broker.accept(null);
            }
            LOG.log(
                    Level.INFO,
                    "a live trace of {0} of {1} ended: {2}; {3} events shown, {4} dropped",
                    shown(trace.filter()),
                    trace.filter().instance(),
                    trace.why(),
                    Long.toString(trace.shown()),
                    Long.toString(trace.dropped()));
        }
    }

    private static String shown(TraceFilter filter) {
        return LogEscaper.plain(filter.text());
    }

    @Override
    public void on(BrokerEvent event) {
        List<LiveTrace> present = running;
        if (!present.isEmpty()) {
            show(present, TraceSubject.of(event), event, null);
        }
    }

    @Override
    public void on(PacketEvent event) {
        show(running, TraceSubject.of(event), null, event);
    }

    private void show(
            List<LiveTrace> present,
            @Nullable TraceSubject subject,
            @Nullable BrokerEvent event,
            @Nullable PacketEvent packet) {
        if (subject == null) {
            return;
        }
        for (LiveTrace trace : present) {
            if (trace.filter().shows(subject) && trace.offer(event, packet)) {
                dropped.incrementAndGet();
            }
        }
    }

    /// How many run now.
    public int count() {
        return running.size();
    }

    /// Events that were not shown because their reader is too slow, since the start.
    public long dropped() {
        return dropped.get();
    }

    /// Traces that did not begin because there were too many, since the start.
    public long refused() {
        return refused.get();
    }

    /// Ends all of them; their readers get what waits, and are told.
    @Override
    public synchronized void close() {
        closed = true;
        running.forEach(trace -> trace.end("the service stops"));
    }
}
