package io.hongyan.server.event;

import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.event.BrokerEvent.ConnectRefused;
import io.hongyan.broker.event.BrokerEvent.Connected;
import io.hongyan.broker.event.BrokerEvent.Disconnected;
import io.hongyan.broker.event.BrokerEvent.Dropped;
import io.hongyan.broker.event.BrokerEvent.ListenerTroubled;
import io.hongyan.broker.event.BrokerEvent.Probed;
import io.hongyan.broker.event.BrokerEvent.PublishRefused;
import io.hongyan.broker.event.BrokerEvent.SessionEnded;
import io.hongyan.broker.event.BrokerEvent.SubscribeRefused;
import io.hongyan.broker.event.BrokerEvent.UnexpectedError;
import io.hongyan.broker.event.BrokerEvent.WillDropped;
import io.hongyan.broker.event.DropReason;
import io.hongyan.broker.event.EventSink;
import io.hongyan.broker.message.Clock;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.server.log.EventLine;
import io.hongyan.server.log.LogEscaper;
import io.hongyan.transport.AddressText;
import io.hongyan.transport.Peer;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.IntSupplier;

/// Counts events by reason, and logs those on which an operator can act: each refusal, drop and unexpected end, with
/// client id and reason.
///
/// A flood of one kind and reason writes a few lines a second and then a sum, so that an attack on the broker is none
/// on the log. Any thread may call.
public final class EventLog implements EventSink {
    private static final EventLine LOG = new EventLine("io.hongyan.events");

    private static final long SUM_MILLIS = 5_000;

    private final Clock clock;
    private volatile int linesPerSecond;
    private volatile Level normal;
    private final ReasonCounts<Version> connects;
    private final ReasonCounts<ReasonCode> disconnects;
    private final ReasonCounts<ReasonCode> refusedConnects;
    private final ReasonCounts<ReasonCode> refusedPublishes;
    private final ReasonCounts<ReasonCode> refusedSubscribes;
    private final ReasonCounts<ReasonCode> droppedWills;
    private final ReasonCounts<DropReason> drops;
    private final ReasonCounts<String> troubles;
    private final ReasonCounts<String> probes;
    private final ReasonCounts<String> errors;
    private final RepeatedLines repeated = new RepeatedLines();
    private long nextSums; // of the one thread that calls flush

    /// An event log.
    ///
    /// @param linesPerSecond lines of one kind and reason in a second
    /// @param normal level of lines about accepted connections and normal ends
    /// @param listeners whose troubles are counted from the start
    public EventLog(Clock clock, int linesPerSecond, Level normal, Collection<String> listeners) {
        this.clock = clock;
        this.linesPerSecond = linesPerSecond;
        this.normal = normal;
        IntSupplier lines = () -> this.linesPerSecond;
        connects = new ReasonCounts<>(lines, List.of(Version.values()));
        disconnects = new ReasonCounts<>(lines, ReasonSets.DISCONNECT);
        refusedConnects = new ReasonCounts<>(lines, ReasonSets.CONNACK);
        refusedPublishes = new ReasonCounts<>(lines, ReasonSets.PUBLISH);
        refusedSubscribes = new ReasonCounts<>(lines, ReasonSets.SUBACK);
        droppedWills = new ReasonCounts<>(lines, ReasonSets.PUBACK);
        drops = new ReasonCounts<>(lines, List.of(DropReason.values()));
        troubles = new ReasonCounts<>(lines, listeners);
        probes = new ReasonCounts<>(lines, listeners);
        errors = new ReasonCounts<>(lines, List.of());
    }

    /// Writes more lines or fewer from now on.
    public void limit(int lines, Level ofNormal) {
        linesPerSecond = lines;
        normal = ofNormal;
    }

    @Override
    public void on(BrokerEvent event) {
        long second = clock.steadyMillis() / 1000;
        switch (event) {
            case Dropped dropped -> {
                if (drops.count(dropped.reason(), dropped.count(), second)) {
                    LOG.write(Level.INFO, text(dropped), EventFields.of(dropped));
                }
            }
            case Connected connected -> {
                connects.count(connected.version());
                if (LOG.isLoggable(normal)) {
                    LOG.write(normal, text(connected), EventFields.of(connected));
                }
            }
            case Disconnected ended -> disconnected(ended, second);
            case ConnectRefused refused -> {
                if (refusedConnects.count(refused.reason(), second)) {
                    LOG.write(Level.WARNING, text(refused), EventFields.of(refused));
                }
            }
            case PublishRefused refused -> {
                if (refusedPublishes.count(refused.reason(), second)) {
                    LOG.write(Level.WARNING, text(refused), EventFields.of(refused));
                }
            }
            case SubscribeRefused refused -> {
                if (refusedSubscribes.count(refused.reason(), second)) {
                    LOG.write(Level.WARNING, text(refused), EventFields.of(refused));
                }
            }
            case WillDropped dropped -> {
                if (droppedWills.count(dropped.reason(), second)) {
                    LOG.write(Level.WARNING, text(dropped), EventFields.of(dropped));
                }
            }
            case ListenerTroubled troubled -> troubled(troubled, second);
            case Probed probed -> {
                probes.count(probed.listener());
                LOG.write(
                        Level.DEBUG,
                        "listener " + probed.listener() + ": a connection ended without a byte",
                        EventFields.of(probed));
            }
            case UnexpectedError failed -> failed(failed, second);
            case SessionEnded ended -> {
                if (LOG.isLoggable(Level.DEBUG)) {
                    LOG.write(
                            Level.DEBUG,
                            "session of " + who(ended.instance(), ended.clientId()) + " ended: "
                                    + LogEscaper.plain(ended.why()),
                            EventFields.of(ended));
                }
            }
        }
    }

    private void failed(UnexpectedError failed, long second) {
        if (errors.count(failed.error().getClass().getSimpleName(), second)) {
            LOG.write(
                    Level.ERROR,
                    "an internal error while " + LogEscaper.plain(failed.what()),
                    EventFields.of(failed),
                    failed.error());
        }
    }

    private void troubled(ListenerTroubled troubled, long second) {
        String listener = troubled.listener();
        if (troubled.repeated()) {
            troubles.count(listener);
            repeated.add("listener " + listener + ": " + LogEscaper.plain(troubled.what()));
        } else if (troubles.count(listener, second)) {
            LOG.write(
                    Level.WARNING,
                    "listener " + listener + ": " + LogEscaper.plain(troubled.what()),
                    EventFields.of(troubled));
        }
    }

    /// A normal end is counted, and is a line only for whoever looks for everything.
    private void disconnected(Disconnected ended, long second) {
        if (ended.reason().isError()) {
            if (disconnects.count(ended.reason(), second)) {
                LOG.write(Level.INFO, text(ended), EventFields.of(ended));
            }
        } else {
            disconnects.count(ended.reason());
            if (LOG.isLoggable(normal)) {
                LOG.write(normal, text(ended), EventFields.of(ended));
            }
        }
    }

    /// Writes the sums of what was held back. To be called about once a second.
    public void flush() {
        held("connect refused", refusedConnects);
        held("publish refused", refusedPublishes);
        held("subscribe refused", refusedSubscribes);
        held("will dropped", droppedWills);
        held("disconnected", disconnects);
        held("message dropped", drops);
        held("listener", troubles);
        long now = clock.steadyMillis();
        if (now >= nextSums) {
            nextSums = now + SUM_MILLIS;
            repeated.take()
                    .forEach((what, times) -> LOG.write(
                            Level.WARNING, what + " (" + times + " more)", sum("listener-trouble", what, times)));
        }
    }

    private static void held(String kind, ReasonCounts<?> counts) {
        counts.takeHeld()
                .forEach((reason, lines) -> LOG.write(
                        Level.WARNING,
                        kind + ": " + lines + " more: " + reason,
                        sum(kind.replace(' ', '-'), reason, lines)));
    }

    /// The fields of a line that stands for many.
    private static Map<String, Object> sum(String event, String reason, long lines) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("event", event);
        fields.put("reason", reason);
        fields.put("more", lines);
        return fields;
    }

    /// Gives each counter with its counts by reason.
    public void totals(BiConsumer<EventCounter, Map<String, Long>> consumer) {
        consumer.accept(EventCounter.CONNECTS, connects.totals());
        consumer.accept(EventCounter.DISCONNECTS, normalEnds(disconnects.totals()));
        consumer.accept(EventCounter.CONNECT_REFUSED, refusedConnects.totals());
        consumer.accept(EventCounter.PUBLISH_REFUSED, refusedPublishes.totals());
        consumer.accept(EventCounter.SUBSCRIBE_REFUSED, refusedSubscribes.totals());
        consumer.accept(EventCounter.WILLS_DROPPED, droppedWills.totals());
        consumer.accept(EventCounter.MESSAGES_DROPPED, drops.totals());
        consumer.accept(EventCounter.LISTENER_TROUBLES, troubles.totals());
        consumer.accept(EventCounter.PROBES, probes.totals());
    }

    /// An end is no success: the standard calls code 0 of DISCONNECT a normal disconnection.
    private static Map<String, Long> normalEnds(Map<String, Long> ends) {
        ends.put("normal", ends.getOrDefault(ReasonCounts.label(ReasonCode.SUCCESS), 0L));
        ends.remove(ReasonCounts.label(ReasonCode.SUCCESS));
        return ends;
    }

    private static String text(Connected event) {
        String user = event.user().isEmpty() ? " without a user name" : " as " + LogEscaper.quoted(event.user());
        return "connected: " + who(event.instance(), event.clientId()) + user + from(event.peer()) + ", version "
                + ReasonCounts.label(event.version());
    }

    private static String text(Disconnected event) {
        return "disconnected: " + who(event.instance(), event.clientId()) + from(event.peer()) + ": "
                + reason(event.reason(), event.why());
    }

    private static String text(ConnectRefused event) {
        String user = event.user().isEmpty() ? "" : ", user " + LogEscaper.quoted(event.user());
        return "connect refused: client " + LogEscaper.quoted(event.clientId()) + user + from(event.peer()) + ": "
                + reason(event.reason(), event.why());
    }

    private static String text(PublishRefused event) {
        return "publish refused: " + who(event.instance(), event.clientId()) + " to " + LogEscaper.quoted(event.topic())
                + ": " + reason(event.reason(), event.why());
    }

    private static String text(SubscribeRefused event) {
        return "subscribe refused: " + who(event.instance(), event.clientId()) + " to "
                + LogEscaper.quoted(event.filter()) + ": " + reason(event.reason(), event.why());
    }

    private static String text(WillDropped event) {
        return "will dropped: " + who(event.instance(), event.clientId()) + " to " + LogEscaper.quoted(event.topic())
                + ": " + reason(event.reason(), event.why());
    }

    private static String text(Dropped event) {
        String what = event.count() == 1 ? "message dropped" : event.count() + " messages dropped";
        String topic =
                event.topic().isEmpty() ? "" : " on " + LogEscaper.quoted(event.topic()); // of many, none is named
        return what + ": for " + who(event.instance(), event.clientId()) + topic + ": "
                + ReasonCounts.label(event.reason()).replace('_', ' ');
    }

    private static String who(String instance, String clientId) {
        return "client " + LogEscaper.quoted(clientId) + " of " + LogEscaper.plain(instance);
    }

    private static String from(Peer peer) {
        return " from " + AddressText.of(peer.address()) + (peer.listener().isEmpty() ? "" : " on " + peer.listener());
    }

    private static String reason(ReasonCode reason, String why) {
        return String.format("%s (0x%02x)", reason.text(), reason.code())
                + (why.isEmpty() || why.equals(reason.text()) ? "" : ": " + LogEscaper.plain(why));
    }
}
