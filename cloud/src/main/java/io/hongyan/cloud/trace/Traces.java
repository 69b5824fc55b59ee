package io.hongyan.cloud.trace;

import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.event.EventSink;
import io.hongyan.broker.event.MessageTraces;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.MessageId;
import io.hongyan.broker.store.StoreException;
import io.hongyan.broker.store.TraceLog;
import io.hongyan.cloud.metadata.CloudInstance;
import io.hongyan.cloud.metadata.MetadataSnapshot;
import io.hongyan.cloud.trace.TraceStats.Missing;
import io.hongyan.transport.Peer;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Traces of all instances: what the shards tell waits in a queue, and one thread writes it. Nothing is opened and no
/// thread started before an instance has its traces switched on, or somebody asks. Any thread.
///
/// A kill loses what was told in the last second; a query does not see that yet, either.
public final class Traces implements EventSink, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Traces.class.getName());
    private static final int INSTANCE_FIELD = 2;
    private static final long SILENCE_MILLIS = 60_000;

    private final TraceFolder folder;
    private final TraceSettings settings;
    private final Clock clock;
    private final TraceStats stats = new TraceStats();
    private final TraceWriter writer;
    private final TraceQueue queue;
    private final Map<String, InstanceTraces> instances = new ConcurrentHashMap<>();
    private volatile long toldFull = Long.MIN_VALUE;
    private boolean started;
    private boolean closed;

    /// @param opener opens the log, on the thread of the writer or of a query
    public Traces(Supplier<TraceLog> opener, TraceSettings settings, Clock clock) {
        this.folder = new TraceFolder(opener);
        this.settings = settings;
        this.clock = clock;
        this.writer = new TraceWriter(folder, settings, clock, stats, (int) clock.wallMillis());
        this.queue = writer.queue();
    }

    /// Switches as the metadata say. A listener of them.
    public void follow(MetadataSnapshot now) {
        Map<String, Integer> rates = new HashMap<>();
        for (CloudInstance instance : now.instances()) {
            int oneIn = switch (instance.traces()) {
                case OFF -> 0;
                case SAMPLED -> settings.sampleOneIn();
                case ALL -> 1;
            };
            rates.put(instance.id(), oneIn);
        }
        if (rates.values().stream().anyMatch(oneIn -> oneIn > 0)) {
            start();
        }
        rates.forEach((instance, oneIn) -> ofInstance(instance).oneIn(oneIn));
        now.instances().forEach(instance -> ofInstance(instance.id()).since(instance.createdAt()));
        instances.forEach((id, instance) -> {
            if (!rates.containsKey(id)) {
                instance.oneIn(0);
                instance.since(Long.MAX_VALUE);
            }
        });
    }

    private synchronized void start() {
        if (!started && !closed) {
            started = true;
            writer.start();
        }
    }

    /// What the broker is to ask and to tell for each message of an instance.
    public MessageTraces of(String instance) {
        return ofInstance(instance);
    }

    private InstanceTraces ofInstance(String id) {
        return instances.computeIfAbsent(id, _ -> new InstanceTraces(id, this));
    }

    @Override
    public void on(BrokerEvent event) {
        switch (event) {
            case BrokerEvent.Connected come ->
                device(come.instance(), TraceKind.CONNECT_ACCEPTED, come.clientId(), come.peer());
            case BrokerEvent.Disconnected gone ->
                device(gone.instance(), DeviceFacts.ended(gone), gone.clientId(), gone.peer());
            case BrokerEvent.ConnectRefused refused -> {
                String[] name = refused.user().split("\\|", -1);
                if (name.length > INSTANCE_FIELD && !refused.clientId().isEmpty()) {
                    TraceKind kind = DeviceFacts.refused(refused.reason());
                    device(name[INSTANCE_FIELD], kind, refused.clientId(), refused.peer());
                }
            }
            default -> {}
        }
    }

    private void device(String instance, @Nullable TraceKind kind, String clientId, Peer peer) {
        InstanceTraces traced = kind == null ? null : instances.get(instance);
        if (traced != null && kind != null) {
            traced.device(kind, clientId, peer.address());
        }
    }

    void add(
            String instance,
            TraceKind kind,
            String clientId,
            @Nullable MessageId message,
            @Nullable InetSocketAddress peer) {
        long now = clock.wallMillis();
        if (!queue.offer(new TraceEvent(instance, now, kind, clientId, message, peer))) {
            stats.missing(Missing.QUEUE_FULL, 1);
            tellFull(now);
        }
    }

    private void tellFull(long now) {
        if (toldFull == Long.MIN_VALUE || now - toldFull >= SILENCE_MILLIS) { // two shards may say it both
            toldFull = now;
            LOG.log(
                    Level.WARNING,
                    "traces are left out: more come than can be written, and {0} wait. Trace fewer messages",
                    Integer.toString(settings.queue()));
        }
    }

    /// What happened to a device. Of an instance that is deleted nothing is found, as in all queries.
    ///
    /// @throws StoreException when the disk cannot be read, as in all queries
    public TracePage device(String instance, String clientId, TraceQuery query) {
        return reader(instance, query).device(instance, clientId);
    }

    /// What a client has published and was sent.
    public TracePage messagesOf(String instance, String clientId, TraceQuery query) {
        return reader(instance, query).messagesOf(instance, clientId);
    }

    /// Where a message came from.
    public TracePage published(String instance, MessageId id, TraceQuery query) {
        return reader(instance, query)
                .message(instance, id, entry -> !entry.kind().ofReceiver());
    }

    /// To whom a message was sent.
    ///
    /// @param clientId one receiver; null for all
    public TracePage subscribed(String instance, MessageId id, @Nullable String clientId, TraceQuery query) {
        return reader(instance, query)
                .message(
                        instance,
                        id,
                        entry -> entry.kind().ofReceiver() && (clientId == null || clientId.equals(entry.clientId())));
    }

    private TraceReader reader(String instance, TraceQuery query) {
        InstanceTraces present = instances.get(instance);
        return new TraceReader(folder.log(), query, present == null ? Long.MAX_VALUE : present.since());
    }

    public TraceStats stats() {
        return stats;
    }

    /// Writes what waits, if the disk takes it, and closes the log.
    @Override
    public void close() {
        boolean running;
        synchronized (this) {
            running = started;
            closed = true;
        }
        if (running) {
            writer.close();
        }
        folder.close();
    }
}
