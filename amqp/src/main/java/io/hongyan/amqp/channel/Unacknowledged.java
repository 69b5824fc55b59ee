package io.hongyan.amqp.channel;

import io.hongyan.amqp.queue.Delivery;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The deliveries of one channel that are not acknowledged, by tag, in the order of sending.
///
/// Confined to the loop of the connection.
final class Unacknowledged {
    private final Map<Long, Sent> byTag = new LinkedHashMap<>();
    private long lastTag;

    /// @param at when it was sent, in steady milliseconds
    record Sent(ChannelConsumer consumer, Delivery delivery, long at) {}

    /// Keeps a delivery, which has the [next tag][#nextTag].
    void add(ChannelConsumer consumer, Delivery delivery, long now) {
        byTag.put(++lastTag, new Sent(consumer, delivery, now));
    }

    /// The tag that the next delivery has, from 1.
    long nextTag() {
        return lastTag + 1;
    }

    /// A delivery with that tag needs no acknowledgement.
    void skip() {
        lastTag++;
    }

    /// Takes what an acknowledgement names out.
    ///
    /// @param multiple whether all up to that tag are meant; with tag 0 all there are
    /// @return null when there is no such delivery
    @Nullable
    List<Sent> take(long tag, boolean multiple) {
        if (!multiple) {
            Sent sent = byTag.remove(tag);
            return sent == null ? null : List.of(sent);
        }
        if (tag < 0 || tag > lastTag) {
            return null;
        }
        List<Sent> taken = new ArrayList<>();
        Iterator<Map.Entry<Long, Sent>> all = byTag.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<Long, Sent> each = all.next();
            if (tag != 0 && each.getKey() > tag) {
                break;
            }
            taken.add(each.getValue());
            all.remove();
        }
        return taken;
    }

    /// Takes everything out that fits.
    List<Sent> takeAll(Predicate<Sent> fits) {
        List<Sent> taken = new ArrayList<>();
        byTag.values().removeIf(sent -> fits.test(sent) && taken.add(sent));
        return taken;
    }

    /// The one that has waited longest, or null.
    @Nullable
    Sent oldest() {
        Iterator<Sent> all = byTag.values().iterator();
        return all.hasNext() ? all.next() : null;
    }
}
