package io.hongyan.amqp.channel;

import io.hongyan.amqp.codec.ReplyCode;
import io.hongyan.codec.ReasonCode;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// What all channels count, since the start. Any thread.
public final class ChannelFigures {
    private static final List<ReasonCode> REFUSALS = List.of(
            ReasonCode.NOT_AUTHORIZED,
            ReasonCode.TOPIC_NAME_INVALID,
            ReasonCode.PACKET_TOO_LARGE,
            ReasonCode.QUOTA_EXCEEDED,
            ReasonCode.PROTOCOL_ERROR,
            ReasonCode.UNSPECIFIED_ERROR);
    private static final List<ReplyCode> CLOSES = List.of(
            ReplyCode.CONTENT_TOO_LARGE,
            ReplyCode.ACCESS_REFUSED,
            ReplyCode.NOT_FOUND,
            ReplyCode.RESOURCE_LOCKED,
            ReplyCode.PRECONDITION_FAILED);

    private final LongAdder published = new LongAdder();
    private final LongAdder confirmed = new LongAdder();
    private final LongAdder delivered = new LongAdder();
    private final Map<ReasonCode, LongAdder> refused = counters(REFUSALS);
    private final Map<ReplyCode, LongAdder> closed = counters(CLOSES);

    /// What is known is there with 0, so that a metric shows its first one as a change.
    private static <K> Map<K, LongAdder> counters(Collection<K> known) {
        Map<K, LongAdder> counters = new ConcurrentHashMap<>();
        known.forEach(each -> counters.put(each, new LongAdder()));
        return counters;
    }

    private static <K> void count(Map<K, LongAdder> counters, K what) {
        counters.computeIfAbsent(what, _ -> new LongAdder()).increment();
    }

    private static Map<String, Long> sums(Map<? extends Enum<?>, LongAdder> counters) {
        Map<String, Long> sums = new TreeMap<>();
        counters.forEach((what, count) -> sums.put(what.name().toLowerCase(Locale.ROOT), count.sum()));
        return sums;
    }

    void published() {
        published.increment();
    }

    void confirmed() {
        confirmed.increment();
    }

    void refused(ReasonCode reason) {
        count(refused, reason);
    }

    void delivered() {
        delivered.increment();
    }

    /// A channel was closed because of a fault of its client.
    public void closed(ReplyCode code) {
        count(closed, code);
    }

    /// @param published messages that came, whatever became of them
    /// @param confirmed messages that were accepted
    /// @param refused messages that were not, by the reason that MQTT has for the same, in small letters
    /// @param delivered messages that were sent to consumers, again or not
    /// @param closed channels that were closed because of a fault of their clients, by the name of the reply code, in
    ///     small letters
    public record Values(
            long published, long confirmed, Map<String, Long> refused, long delivered, Map<String, Long> closed) {
        public Values {
            refused = Map.copyOf(refused);
            closed = Map.copyOf(closed);
        }
    }

    public Values values() {
        return new Values(published.sum(), confirmed.sum(), sums(refused), delivered.sum(), sums(closed));
    }
}
