package io.hongyan.broker.session;

import io.hongyan.broker.event.DropReason;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.route.Courier;
import io.hongyan.broker.route.Handover;
import io.hongyan.broker.route.Instance;
import io.hongyan.codec.topic.Topic;
import org.jspecify.annotations.Nullable;

/// Keeps retained messages: in memory at once, and on disk by the one shard that owns their topic, which writes what
/// memory has by then. Were each shard to write its own, the disk could end with an older message than memory.
///
/// Confined to its shard.
final class Retaining {
    private final Shard shard;

    Retaining(Shard shard) {
        this.shard = shard;
    }

    /// Messages that expire leave the disk too.
    void watch(Instance instance) {
        if (shard.durable()) {
            instance.retained().onExpired(topic -> {
                Shard owner = owner(topic);
                owner.loop().execute(() -> owner.retaining().write(instance.name(), topic, null));
            });
        }
    }

    /// @param handover waits for the disk
    void keep(Space space, Message message, @Nullable Handover handover) {
        Instance instance = space.instance();
        if (!instance.retained().put(message)) {
            shard.dropped(instance.name(), message.publisher(), message.topic().toString(), DropReason.RETAINED_FULL);
        }
        if (!shard.durable() || message.topic().startsWithDollar()) {
            return; // the server tells its own anew after each start
        }
        if (handover != null) {
            handover.expect();
        }
        Shard owner = owner(message.topic());
        shard.courier().send(owner.index(), new Order(owner, instance.name(), message, handover));
    }

    private Shard owner(Topic topic) {
        return shard.home(topic.hashCode() & 0xffff);
    }

    private void write(String instance, Topic topic, @Nullable Handover handover) {
        Message present = shard.space(instance).instance().retained().get(topic);
        if (present == null) {
            shard.store().forget(instance, topic);
        } else {
            shard.store().retain(instance, present);
        }
        if (handover != null) {
            shard.store().whenSafe(handover::done);
        }
    }

    /// That the owner of a topic should write it.
    private record Order(
            Shard owner,
            String instance,
            Message message,
            @Nullable Handover handover) implements Courier.Parcel {
        @Override
        public void open() {
            owner.retaining().write(instance, message.topic(), handover);
        }
    }
}
