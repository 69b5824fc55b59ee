package io.hongyan.broker.session;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.route.SharedGroup;
import io.hongyan.broker.store.Unit;
import io.hongyan.codec.QoS;
import org.jspecify.annotations.Nullable;

/// One QoS 1 or 2 message on its way to one receiver: waiting, or sent and not acknowledged.
final class Delivery {
    final Message message;
    final QoS qos;
    final boolean retain;
    final int[] subscriptionIds;

    /// The shared subscription that chose this receiver; null for an ordinary one.
    final @Nullable SharedGroup group;

    /// The order of delivery within the session.
    final long sequence;

    /// The unit of writes that it came to the store with; null when it stands for itself.
    final @Nullable Unit unit;

    /// 0 while it waits.
    int packetId;

    /// QoS 2: PUBREC came.
    boolean released;

    /// QoS 2: the next step waits for the store.
    boolean unsafe;

    Delivery(
            Message message,
            QoS qos,
            boolean retain,
            int[] subscriptionIds,
            @Nullable SharedGroup group,
            long sequence,
            @Nullable Unit unit) {
        this.message = message;
        this.qos = qos;
        this.retain = retain;
        this.subscriptionIds = subscriptionIds;
        this.group = group;
        this.sequence = sequence;
        this.unit = unit;
    }
}
