package io.hongyan.broker.session;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.DeliveryOptions;
import io.hongyan.broker.subscription.Route;
import io.hongyan.broker.subscription.SharedGroup;
import io.hongyan.broker.subscription.Target;
import io.hongyan.codec.QoS;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// How a message is delivered by the subscriptions that it matched: one copy, at the highest QoS that the message and
/// the subscriptions allow [MQTT-3.3.4-2], with all subscription identifiers [MQTT-3.3.4-4].
final class EffectiveOptions {
    private EffectiveOptions() {}

    /// @param group the shared subscription that chose the receiver; null for ordinary ones
    /// @return null when the message is the receiver's own and comes by No Local only [MQTT-3.8.3-3]
    static @Nullable DeliveryOptions of(Session to, Message message, Target target, @Nullable SharedGroup group) {
        if (target.routeCount() > 1) {
            return ofOverlapping(to, message, target);
        }
        Route route = target.first();
        if (route.noLocal() && own(to, message)) {
            return null;
        }
        boolean retain = message.retain() && route.retainAsPublished();
        QoS qos = message.qos().min(route.qos());
        return DeliveryOptions.of(qos, retain, ids(route), group == null ? "" : group.filter());
    }

    /// A retained message that is sent because of a subscription [MQTT-3.3.1-9].
    static DeliveryOptions ofRetained(Message message, Route route) {
        return DeliveryOptions.of(message.qos().min(route.qos()), true, ids(route), "");
    }

    private static @Nullable DeliveryOptions ofOverlapping(Session to, Message message, Target target) {
        boolean own = own(to, message);
        QoS qos = QoS.AT_MOST_ONCE;
        boolean any = false;
        boolean retain = false;
        int[] ids = new int[target.routeCount()];
        int idCount = 0;
        for (int i = 0; i < target.routeCount(); i++) {
            Route route = target.route(i);
            if (route.noLocal() && own) {
                continue;
            }
            any = true;
            qos = route.qos().compareTo(qos) > 0 ? route.qos() : qos;
            retain |= route.retainAsPublished();
            if (route.subscriptionId() != 0) {
                ids[idCount++] = route.subscriptionId();
            }
        }
        if (!any) {
            return null;
        }
        int[] exact = idCount == 0 ? DeliveryOptions.NO_IDS : Arrays.copyOf(ids, idCount);
        return DeliveryOptions.of(message.qos().min(qos), message.retain() && retain, exact, "");
    }

    private static int[] ids(Route route) {
        int id = route.subscriptionId();
        return id == 0 ? DeliveryOptions.NO_IDS : new int[] {id};
    }

    private static boolean own(Session to, Message message) {
        return message.publisher().equals(to.clientId());
    }
}
