package io.hongyan.broker.retained;

import io.hongyan.broker.config.RetainedLimits;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.node.RetainedSource;
import io.hongyan.broker.store.RetainedTopic;
import io.hongyan.broker.store.VShard;
import io.hongyan.broker.subscription.TopicLevels;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.util.BitSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The retained messages of one instance, in [TopicOrder]. Any thread may read, write and walk at any time. Changes of
/// one topic take turns on one of a few locks, which are never held around foreign code.
public final class RetainedMessages {
    private static final int LOCKS = 64;
    private static final int SLICE = 1000;
    private static final TopicFilter OF_THE_SERVER = TopicFilter.parse("$SYS/#");

    private final String instance;
    private final RetainedLimits limits;
    private final Clock clock;
    private final ConcurrentSkipListMap<byte[], Place> places = new ConcurrentSkipListMap<>(TopicOrder.COMPARATOR);
    private final Object[] locks = new Object[LOCKS];
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger expiring = new AtomicInteger();
    private volatile Consumer<RetainedTopic> expired = _ -> {};
    private volatile boolean ended;
    private byte[] swept = new byte[0]; // the sweep goes on behind this topic

    public RetainedMessages(String instance, RetainedLimits limits, Clock clock) {
        this.instance = instance;
        this.limits = limits;
        this.clock = clock;
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new Object();
        }
    }

    /// Keeps a message in place of the one that its topic had [MQTT-3.3.1-5]. An empty one is not kept and only removes
    /// that one [MQTT-3.3.1-6, MQTT-3.3.1-7].
    ///
    public Change put(Message message) {
        Topic topic = message.topic();
        boolean empty = message.payload().length == 0;
        Place place = new Place(topic);
        synchronized (lock(topic)) {
            if (ended) {
                return new Change(place, true);
            }
            Place known = empty ? places.get(topic.utf8()) : places.putIfAbsent(topic.utf8(), place);
            place = known == null ? place : known;
            Message old = place.message;
            if (empty || !reserve(message, old)) {
                clear(place);
                return new Change(place, empty);
            }
            place.message = of(place.topic(), message);
            expiring.getAndAdd(expires(message) - expires(old));
            return new Change(place, true);
        }
    }

    /// Takes a message that the store has kept, whatever the limits are now, unless its topic has another one already.
    public void restore(Message message) {
        Place place = new Place(message.topic());
        synchronized (lock(message.topic())) {
            if (!ended && places.putIfAbsent(message.topic().utf8(), place) == null) {
                place.message = message;
                count.getAndIncrement();
                bytes.getAndAdd(message.bytes());
                expiring.getAndAdd(expires(message));
            }
        }
    }

    /// Takes what topics of virtual shards have out of memory, which is not to change what the store writes of them.
    ///
    /// @param after goes on behind this topic; null = from the first one
    /// @param most how many topics to look at
    /// @return where to go on; null at the end
    public byte @Nullable [] withdraw(BitSet vshards, byte @Nullable [] after, int most) {
        int seen = 0;
        byte[] last = after == null ? new byte[0] : after;
        for (Place place : places.tailMap(last, false).values()) {
            if (seen++ == most) {
                return last;
            }
            last = place.topic().utf8();
            if (!place.topic().startsWithDollar() && vshards.get(VShard.of(last))) {
                synchronized (lock(place.topic())) {
                    Message message = place.message; // stays: a write that was asked for takes it
                    if (places.remove(last, place) && message != null) {
                        discount(message);
                    }
                }
            }
        }
        return null;
    }

    /// What became of a message.
    ///
    /// @param topic whose retained message may be another one now
    /// @param kept false when the message is beyond a limit and was not kept. The one that the topic had is gone then
    ///     too: better nothing than something that is no longer true
    public record Change(RetainedTopic topic, boolean kept) {}

    /// A topic in the map, and what is retained of it. One that is not in the map has no message; the topic may have
    /// another place then.
    private final class Place extends RetainedTopic {
        private volatile @Nullable Message message;

        Place(Topic topic) {
            super(topic);
        }

        @Override
        public String instance() {
            return instance;
        }

        @Override
        protected @Nullable Message present() {
            Message own = message;
            if (own == null) {
                Place other = places.get(topic().utf8());
                own = other == null ? null : other.message;
            }
            return ended ? null : own;
        }
    }

    /// Everything goes, and from now on nothing is kept.
    public void end() {
        for (Object lock : locks) {
            synchronized (lock) { // nobody is in the middle of a change afterwards
                ended = true;
            }
        }
        places.clear();
        count.set(0);
        bytes.set(0);
        expiring.set(0);
    }

    /// The message with the topic that the map has as its key already, so that a name is not held twice.
    @SuppressWarnings("ReferenceEquality") // the very name
    private static Message of(Topic topic, Message message) {
        if (message.topic() == topic) {
            return message;
        }
        return new Message(
                topic,
                message.payload(),
                message.qos(),
                message.retain(),
                message.properties(),
                message.publisher(),
                message.expiresAt(),
                message.traceId());
    }

    private boolean reserve(Message message, @Nullable Message old) {
        int more = old == null ? 1 : 0;
        long moreBytes = (long) message.bytes() - (old == null ? 0 : old.bytes());
        if (count.addAndGet(more) > limits.maxMessages()) {
            count.addAndGet(-more);
            return false;
        }
        if (bytes.addAndGet(moreBytes) > limits.maxBytes()) {
            bytes.addAndGet(-moreBytes);
            count.addAndGet(-more);
            return false;
        }
        return true;
    }

    /// Only with the lock of the topic.
    private void clear(Place place) {
        Message old = place.message;
        place.message = null;
        places.remove(place.topic().utf8(), place);
        if (old != null) {
            discount(old);
        }
    }

    private void discount(Message old) {
        count.getAndDecrement();
        bytes.getAndAdd(-old.bytes());
        expiring.getAndAdd(-expires(old));
    }

    private static int expires(@Nullable Message message) {
        return message == null || message.expiresAt() == Message.NEVER ? 0 : 1;
    }

    private Object lock(Topic topic) {
        int hash = topic.hashCode();
        return locks[(hash ^ hash >>> 16) & LOCKS - 1];
    }

    /// Removes what the topic has.
    ///
    /// @return whether it had something
    public boolean remove(Topic topic) {
        synchronized (lock(topic)) {
            Place place = places.get(topic.utf8());
            if (place == null) {
                return false;
            }
            clear(place);
            return true;
        }
    }

    /// Removes a message unless it has been replaced meanwhile.
    @SuppressWarnings("ReferenceEquality")
    private void remove(Place place, Message message) {
        synchronized (lock(place.topic())) {
            if (place.message != message || places.get(place.topic().utf8()) != place) {
                return;
            }
            clear(place);
        }
        expired.accept(place);
    }

    /// Sets who is told of topics whose message has expired and is gone. Called by any thread that met it.
    public void onExpired(Consumer<RetainedTopic> listener) {
        expired = listener;
    }

    /// The message of a topic, null when there is none or it has expired.
    public @Nullable Message get(Topic topic) {
        Place place = places.get(topic.utf8());
        Message message = place == null ? null : place.message;
        if (place != null && message != null && message.expired(clock.wallMillis())) {
            remove(place, message);
            return null;
        }
        return message;
    }

    /// Begins a walk over the messages whose topics match a filter. A shared subscription gets none.
    public Walk walk(TopicFilter filter) {
        return new Walk(filter, null);
    }

    /// The same, over those behind a topic only, whether anything is retained of that or not.
    public Walk walk(TopicFilter filter, Topic after) {
        return new Walk(filter, after);
    }

    /// The number of messages, expired ones included until they are met.
    public int count() {
        return count.get();
    }

    /// What the messages are counted with in the limit, in bytes.
    public long bytes() {
        return bytes.get();
    }

    /// What clients have retained.
    ///
    /// @param count of messages
    /// @param bytes what they are counted with in the limit
    public record OfClients(long count, long bytes) {}

    /// The same without the values below `$SYS`, which the server publishes itself.
    public OfClients ofClients() {
        long[] servers = {0, 0};
        Walk walk = walk(OF_THE_SERVER);
        boolean more = true;
        while (more) {
            more = walk.next(SLICE, message -> {
                servers[0]++;
                servers[1] += message.bytes();
            });
        }
        return new OfClients(Math.max(0, count() - servers[0]), Math.max(0, bytes() - servers[1]));
    }

    /// Looks for expired messages behind the place where the last sweep stopped, and begins again at the end.
    ///
    /// @param atMost how many messages to look at
    /// @return how many were removed
    public synchronized int removeExpired(int atMost) {
        if (expiring.get() == 0) {
            return 0;
        }
        long now = clock.wallMillis();
        int removed = 0;
        int seen = 0;
        for (Place place : places.tailMap(swept, false).values()) {
            if (seen++ == atMost) {
                return removed;
            }
            swept = place.topic().utf8();
            Message message = place.message;
            if (message != null && message.expired(now)) {
                remove(place, message);
                removed++;
            }
        }
        swept = new byte[0];
        return removed;
    }

    /// A walk over the messages whose topics match one filter, in slices of any size, while others write. A message
    /// that is retained from the walk's begin to its end is met; of a topic that is written meanwhile, the old one or
    /// the new one is met, or both never. Expired ones are removed on the way.
    ///
    /// Confined to one thread at a time.
    public final class Walk implements RetainedSource {
        private final byte[] filter;
        private byte @Nullable [] from; // no topic before this one is to be met any more; null at the end

        private Walk(TopicFilter filter, @Nullable Topic after) {
            this.filter = filter.utf8();
            byte[] start = TopicOrder.start(this.filter);
            byte[] behind = after == null ? start : TopicOrder.behind(after.utf8());
            byte[] later = TopicOrder.COMPARATOR.compare(behind, start) > 0 ? behind : start;
            this.from = filter.isShared() ? null : later;
        }

        /// The same without a limit of room.
        public boolean next(int most, Consumer<Message> sink) {
            return next(most, () -> true, sink);
        }

        /// Larger slices are cheaper: the first step of a slice costs a search, the others go on from the last one.
        @Override
        @SuppressWarnings("ReferenceEquality") // the topic itself comes back when it matches
        public boolean next(int most, BooleanSupplier room, Consumer<Message> sink) {
            long now = clock.wallMillis();
            Iterator<Map.Entry<byte[], Place>> topics = Collections.emptyIterator();
            byte[] sought = from;
            for (int step = 0; step < most && sought != null && room.getAsBoolean(); step++) {
                Map.Entry<byte[], Place> entry = topics.hasNext() ? topics.next() : null;
                if (entry == null || TopicOrder.COMPARATOR.compare(entry.getKey(), sought) < 0) {
                    topics = places.tailMap(sought, true).entrySet().iterator();
                    entry = topics.hasNext() ? topics.next() : null;
                }
                byte[] topic = entry == null ? null : entry.getKey();
                sought = topic == null ? null : wanted(topic);
                if (entry != null && sought == topic) {
                    meet(entry.getValue(), now, sink);
                    sought = TopicOrder.nextAfterMatch(filter, entry.getKey());
                }
            }
            from = sought;
            return sought != null;
        }

        private byte @Nullable [] wanted(byte[] topic) {
            byte[] next = dollarPassed(topic);
            return next == null ? TopicOrder.next(filter, topic) : next;
        }

        /// A filter that begins with a wildcard passes by topics that begin with $ [MQTT-4.7.2-1].
        private byte @Nullable [] dollarPassed(byte[] topic) {
            boolean wild = TopicLevels.isPlus(filter, 0) || TopicLevels.isHash(filter, 0);
            return wild && topic.length > 0 && topic[0] == '$' ? new byte[] {'$' + 1} : null;
        }

        private void meet(Place place, long now, Consumer<Message> sink) {
            Message message = place.message;
            if (message == null) {
                return; // it was removed a moment ago
            }
            if (message.expired(now)) {
                remove(place, message);
            } else {
                sink.accept(message);
            }
        }
    }
}
