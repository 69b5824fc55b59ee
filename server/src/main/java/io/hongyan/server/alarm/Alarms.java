package io.hongyan.server.alarm;

import io.hongyan.broker.Broker;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.RecordTable.Change;
import io.hongyan.cloud.record.RecordChanges;
import io.hongyan.cloud.record.RecordKind;
import io.hongyan.cloud.secret.SecretBox;
import io.hongyan.server.config.AlarmsConfig;
import io.hongyan.server.history.History;
import io.hongyan.server.history.Sample;
import io.hongyan.server.log.EventLine;
import io.hongyan.server.log.LogEscaper;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The alarms of the service: looked at once a minute, kept in the store with their states and the changes of them.
/// Each change is a line of the log, and a notice to the receivers when something is wrong, or no longer.
///
/// [#look] is for one thread and does not wait for the disk; all else is for any that may block.
public final class Alarms implements AutoCloseable {
    /// Alarms there are at most.
    public static final int MOST = 500;

    /// Changes that are kept.
    public static final int MOST_CHANGES = 1000;

    private static final System.Logger LOG = System.getLogger(Alarms.class.getName());
    private static final EventLine LINES = new EventLine("io.hongyan.alarms");

    private final AlarmRows rows;
    private final RecordChanges shared;
    private final Supplier<@Nullable Sample> samples;
    private final Measurements measurements;
    private final Notifier notifier;
    private final Clock clock;

    /// One change by an operator at a time; it waits for the disk.
    private final ReentrantLock changing = new ReentrantLock();

    // Guarded by this.
    private final Map<String, Watch> watches = new TreeMap<>();
    private final TreeMap<Long, AlarmChange> changes = new TreeMap<>();
    private Receivers receivers;
    private long lastMinute;

    /// An alarm, and how it is.
    ///
    /// @param since when its state began, in milliseconds since 1970; 0 = it never had another
    /// @param value of the last minute; null when there was none
    public record Status(
            Alarm alarm,
            AlarmState state,
            long since,
            @Nullable Double value) {}

    /// @param samples the last minute of the service, null before the first
    /// @param shared tells other services of changes, and hears of theirs
    Alarms(
            AlarmRows rows,
            RecordChanges shared,
            Supplier<@Nullable Sample> samples,
            Measurements measurements,
            Notifier notifier,
            Clock clock) {
        this.rows = rows;
        this.shared = shared;
        this.samples = samples;
        this.measurements = measurements;
        this.notifier = notifier;
        this.clock = clock;
        shared.listen(RecordKind.ALARM, new FromOthers());
        rows.alarms().forEach(watch -> watches.put(watch.alarm().id(), watch));
        changes.putAll(rows.changes());
        this.receivers = rows.receivers();
    }

    /// The alarms that a store has. Close them to end notices that are under way.
    ///
    /// @param shared tells other services of changes, and hears of theirs
    /// @param node the name of this one among them; empty for a service alone
    /// @param box encrypts the receivers
    /// @param instances those that exist
    public static Alarms open(
            AlarmsConfig config,
            RecordTable table,
            RecordChanges shared,
            String node,
            SecretBox box,
            History history,
            Broker broker,
            Supplier<List<String>> instances,
            Clock clock) {
        return new Alarms(
                new AlarmRows(table, box, node),
                shared,
                history::latest,
                new Measurements(
                        broker.stats()::byInstance,
                        instances,
                        new Peaks(broker.stats()::weightedMessages, clock),
                        new TopicFigures(new WatchedTopics(broker.oversight()))),
                new Notifier(new WebHookSender(), new MailSender(config.mail(), clock)),
                clock);
    }

    /// Looks whether a minute is over, and then at all alarms. To be called once a second.
    public void look() {
        measurements.second(looksAtSeconds());
        Sample sample = samples.get();
        if (sample == null || sample.minute() == lastMinute) {
            return;
        }
        boolean gap = sample.minute() != lastMinute + 1;
        lastMinute = sample.minute();
        measurements.take(sample, topics());
        List<Change> written = new ArrayList<>();
        synchronized (this) {
            for (Watch watch : watches.values()) {
                if (watch.alarm().enabled()) {
                    if (gap) {
                        watch.restart();
                    }
                    turn(watch, watch.measured(measurements.of(watch.alarm())), written);
                }
            }
        }
        if (!written.isEmpty()) {
            var _ = rows.writing(written).exceptionally(fault -> {
                LOG.log(Level.DEBUG, "a change of an alarm was not kept", fault); // the store tells what ails it
                return null;
            });
        }
    }

    private synchronized boolean looksAtSeconds() {
        return watches.values().stream()
                .anyMatch(watch -> watch.alarm().enabled()
                        && watch.alarm().metric() instanceof AlarmMetric.InstanceFigure own
                        && own.measure() == InstanceMeasure.MAX_QPS);
    }

    /// The parent topics that are looked at, by instance.
    private synchronized Map<String, Set<String>> topics() {
        return watches.values().stream()
                .map(Watch::alarm)
                .filter(alarm -> alarm.enabled() && alarm.metric().perTopic())
                .collect(Collectors.groupingBy(Alarm::instance, Collectors.mapping(Alarm::topic, Collectors.toSet())));
    }

    /// An alarm gets a state, perhaps the one it has.
    private void turn(Watch watch, AlarmState state, List<Change> written) {
        AlarmState before = watch.state();
        if (state == before) {
            return;
        }
        watch.state(state, clock.wallMillis());
        AlarmChange change = new AlarmChange(watch.since(), watch.alarm(), state, watch.value());
        long number = changes.isEmpty() ? 1 : changes.lastKey() + 1;
        changes.put(number, change);
        written.add(rows.putState(watch));
        written.add(rows.put(number, change));
        while (changes.size() > MOST_CHANGES) {
            written.add(rows.delete(changes.pollFirstEntry().getKey()));
        }
        boolean matters = state == AlarmState.FIRING || before == AlarmState.FIRING;
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("event", "alarm");
        fields.putAll(change.view());
        LINES.write(
                state == AlarmState.FIRING ? Level.WARNING : Level.INFO, LogEscaper.plain(change.sentence()), fields);
        if (matters) {
            notifier.tell(receivers, change);
        }
    }

    /// All of them, by their ids.
    public synchronized List<Status> all() {
        return watches.values().stream().map(Alarms::status).toList();
    }

    private static Status status(Watch watch) {
        return new Status(watch.alarm(), watch.state(), watch.since(), watch.value());
    }

    /// How many fire, by level.
    public synchronized Map<Alarm.Level, Long> firing() {
        Map<Alarm.Level, Long> firing = new EnumMap<>(Alarm.Level.class);
        for (Alarm.Level level : Alarm.Level.values()) {
            firing.put(
                    level,
                    watches.values().stream()
                            .filter(watch -> watch.state() == AlarmState.FIRING
                                    && watch.alarm().level() == level)
                            .count());
        }
        return firing;
    }

    /// Notices that did not reach their receiver, since the start.
    public long failedNotices() {
        return notifier.failed();
    }

    /// Adds an alarm.
    ///
    /// @return false when there are too many, or one of that id
    /// @throws io.hongyan.broker.store.StoreException when it cannot be written
    public boolean add(Alarm alarm) {
        changing.lock();
        try {
            Watch watch = new Watch(alarm, AlarmState.UNKNOWN, 0);
            synchronized (this) {
                if (watches.size() >= MOST || watches.containsKey(alarm.id())) {
                    return false;
                }
            }
            rows.write(List.of(AlarmRows.put(watch)));
            synchronized (this) {
                watches.put(alarm.id(), watch);
            }
            shared.tell(RecordKind.ALARM);
            return true;
        } finally {
            changing.unlock();
        }
    }

    /// Changes an alarm. Minutes from before do not count for it, and what it said is unknown.
    ///
    /// @return what it is now; null when there is none of that id
    /// @throws io.hongyan.broker.store.StoreException when it cannot be written
    public @Nullable Status change(String id, UnaryOperator<Alarm> edit) {
        changing.lock();
        try {
            Watch watch;
            synchronized (this) {
                watch = watches.get(id);
            }
            if (watch == null) {
                return null;
            }
            Alarm changed = edit.apply(watch.alarm());
            rows.write(List.of(AlarmRows.put(new Watch(changed, AlarmState.UNKNOWN, watch.since()))));
            List<Change> written = new ArrayList<>();
            Status status;
            synchronized (this) {
                watch.alarm(changed);
                turn(watch, AlarmState.UNKNOWN, written);
                status = status(watch);
            }
            shared.tell(RecordKind.ALARM);
            keep(written);
            return status;
        } finally {
            changing.unlock();
        }
    }

    /// Deletes an alarm.
    ///
    /// @return whether it was there
    /// @throws io.hongyan.broker.store.StoreException when that cannot be written
    public boolean delete(String id) {
        changing.lock();
        try {
            synchronized (this) {
                if (!watches.containsKey(id)) {
                    return false;
                }
            }
            rows.write(List.of(AlarmRows.delete(id)));
            List<Change> written = new ArrayList<>();
            synchronized (this) {
                Watch watch = watches.remove(id);
                if (watch != null) {
                    turn(watch, AlarmState.UNKNOWN, written);
                }
            }
            shared.tell(RecordKind.ALARM);
            written.add(rows.deleteState(id)); // the change wrote it again
            keep(written);
            return true;
        } finally {
            changing.unlock();
        }
    }

    /// Another service has changed alarms or their receivers.
    private final class FromOthers implements RecordChanges.Listener {
        @Override
        public void changed(List<String> names) {
            changing.lock();
            try {
                Map<String, Watch> now = new TreeMap<>();
                rows.alarms().forEach(watch -> now.put(watch.alarm().id(), watch));
                keep(taken(now, rows.receivers()));
            } finally {
                changing.unlock();
            }
        }

        @Override
        public void everything() {
            changed(List.of());
        }
    }

    private synchronized List<Change> taken(Map<String, Watch> now, Receivers others) {
        List<Change> written = new ArrayList<>();
        receivers = others;
        watches.keySet().removeIf(id -> {
            boolean gone = !now.containsKey(id);
            if (gone) {
                written.add(rows.deleteState(id));
            }
            return gone;
        });
        now.forEach((id, watch) -> {
            Watch known = watches.putIfAbsent(id, watch);
            if (known != null && !known.alarm().equals(watch.alarm())) {
                known.alarm(watch.alarm());
                turn(known, AlarmState.UNKNOWN, written);
            }
        });
        return written;
    }

    private void keep(List<Change> written) {
        if (!written.isEmpty()) {
            rows.write(written);
        }
    }

    /// The last changes, the newest first.
    public synchronized List<AlarmChange> changes(int most) {
        return changes.descendingMap().values().stream().limit(most).toList();
    }

    /// Who is told.
    public synchronized Receivers receivers() {
        return receivers;
    }

    /// Others are told from now on.
    ///
    /// @throws io.hongyan.broker.store.StoreException when they cannot be written
    public void receivers(Receivers others) {
        changing.lock();
        try {
            rows.write(List.of(rows.put(others)));
            synchronized (this) {
                receivers = others;
            }
            shared.tell(RecordKind.ALARM);
        } finally {
            changing.unlock();
        }
    }

    /// Whether e-mail can be sent at all.
    public boolean sendsMail() {
        return notifier.sendsMail();
    }

    /// Sends each receiver a notice that says it is a test, once, and waits.
    ///
    /// @return why it failed, by receiver; empty for those who took it
    public Map<String, String> test() {
        return notifier.test(receivers());
    }

    @Override
    public void close() {
        notifier.close();
    }
}
