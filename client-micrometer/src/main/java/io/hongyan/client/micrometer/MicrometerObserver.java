package io.hongyan.client.micrometer;

import io.hongyan.client.config.ServerLimits;
import io.hongyan.client.event.ClientObserver;
import io.hongyan.client.message.Delivery;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.MqttException;
import io.hongyan.client.message.PublishOutcome;
import io.hongyan.codec.QoS;
import io.hongyan.codec.topic.Topic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// A client's meters. One observer serves one client; give each client of a program its own tags.
///
/// | meter | kind | tags |
/// |---|---|---|
/// | `hongyan.client.messages.sent` | counter, repetitions too | `qos` |
/// | `hongyan.client.payload.sent` | counter, bytes | `qos` |
/// | `hongyan.client.messages.published` | timer, from call to outcome, whole milliseconds | `qos`, `outcome` |
/// | `hongyan.client.messages.received` | counter | `qos` |
/// | `hongyan.client.payload.received` | counter, bytes | `qos` |
/// | `hongyan.client.messages.dropped` | counter: came, and was dropped | |
/// | `hongyan.client.connected` | gauge, 1 or 0 | |
/// | `hongyan.client.connects` | counter | |
/// | `hongyan.client.disconnects` | counter, failed attempts too | `cause` |
///
/// `qos` is 0, 1 or 2; `outcome` is `sent`, `acknowledged`, `refused`, `dropped`, `uncertain` or `kept`; `cause` is
/// what kind of [MqttException] it was, such as `ConnectionLost`. Topics are no tags: there may be any number of them.
public final class MicrometerObserver implements ClientObserver {
    private static final String PREFIX = "hongyan.client.";

    private final MeterRegistry registry;
    private final Tags tags;
    private final Map<QoS, Counter> sent;
    private final Map<QoS, Counter> sentBytes;
    private final Map<QoS, Counter> received;
    private final Map<QoS, Counter> receivedBytes;
    private final Map<QoS, Map<Outcome, Timer>> published;
    private final Counter dropped;
    private final Counter connects;
    private final AtomicInteger connected = new AtomicInteger();

    private enum Outcome {
        SENT("sent"),
        ACKNOWLEDGED("acknowledged"),
        REFUSED("refused"),
        DROPPED("dropped"),
        UNCERTAIN("uncertain"),
        KEPT("kept");

        private final String tag;

        Outcome(String tag) {
            this.tag = tag;
        }

        static Outcome of(PublishOutcome outcome) {
            return switch (outcome) {
                case PublishOutcome.Sent sent -> SENT;
                case PublishOutcome.Acknowledged acknowledged -> ACKNOWLEDGED;
                case PublishOutcome.Refused refused -> REFUSED;
                case PublishOutcome.Dropped dropped -> DROPPED;
                case PublishOutcome.Uncertain uncertain -> UNCERTAIN;
                case PublishOutcome.Kept kept -> KEPT;
            };
        }
    }

    /// For a program with one client.
    public MicrometerObserver(MeterRegistry registry) {
        this(registry, Tags.empty());
    }

    /// @param tags of all meters, such as `Tags.of("client", "orders")`
    public MicrometerObserver(MeterRegistry registry, Iterable<Tag> tags) {
        this.registry = registry;
        this.tags = Tags.of(tags);
        sent = eachQos(qos -> counter("messages.sent", "messages", "Messages given to the network", qos));
        sentBytes = eachQos(qos -> counter("payload.sent", "bytes", "Payload given to the network", qos));
        received = eachQos(qos -> counter("messages.received", "messages", "Messages that arrived", qos));
        receivedBytes = eachQos(qos -> counter("payload.received", "bytes", "Payload that arrived", qos));
        published = eachQos(this::timers);
        dropped = counter("messages.dropped", "messages", "Messages that arrived and were thrown away", Tags.empty());
        connects = counter("connects", "connects", "How often the server let the client in", Tags.empty());
        Gauge.builder(PREFIX + "connected", connected, AtomicInteger::get)
                .description("Whether there is a connection")
                .tags(this.tags)
                .strongReference(true)
                .register(registry);
    }

    @Override
    public void sent(Topic topic, QoS qos, int payloadBytes) {
        at(sent, qos).increment();
        at(sentBytes, qos).increment(payloadBytes);
    }

    @Override
    public void published(Message message, PublishOutcome outcome, long millis) {
        at(at(published, message.qos()), Outcome.of(outcome)).record(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void received(Delivery delivery) {
        at(received, delivery.qos()).increment();
        at(receivedBytes, delivery.qos()).increment(delivery.payload().length);
    }

    @Override
    public void dropped(Topic topic, String why) {
        dropped.increment();
    }

    @Override
    public void connected(ServerLimits server) {
        connected.set(1);
        connects.increment();
    }

    @Override
    public void disconnected(MqttException cause) {
        connected.set(0);
        Tags kind = Tags.of("cause", cause.getClass().getSimpleName());
        counter("disconnects", "disconnects", "Connections that ended or were not made", kind)
                .increment();
    }

    private Map<Outcome, Timer> timers(Tags qos) {
        Map<Outcome, Timer> timers = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            timers.put(
                    outcome,
                    Timer.builder(PREFIX + "messages.published")
                            .description("From the call to the outcome")
                            .tags(tags.and(qos).and("outcome", outcome.tag))
                            .register(registry));
        }
        return timers;
    }

    private Counter counter(String name, String unit, String description, Tags more) {
        return Counter.builder(PREFIX + name)
                .baseUnit(unit)
                .description(description)
                .tags(tags.and(more))
                .register(registry);
    }

    private static <T> Map<QoS, T> eachQos(Function<Tags, T> meter) {
        Map<QoS, T> meters = new EnumMap<>(QoS.class);
        for (QoS qos : QoS.values()) {
            meters.put(qos, meter.apply(Tags.of("qos", Integer.toString(qos.level()))));
        }
        return meters;
    }

    /// There is one for each key.
    private static <K, T> T at(Map<K, T> meters, K key) {
        return Objects.requireNonNull(meters.get(key));
    }
}
