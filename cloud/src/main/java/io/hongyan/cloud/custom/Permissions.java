package io.hongyan.cloud.custom;

import io.hongyan.cloud.topic.FilterCoverage;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.util.List;
import java.util.function.Predicate;

/// The permissions of one client: those of its user name and those of its client id. What none allows is denied, and so
/// is what one denies. Immutable.
public final class Permissions {
    private final List<CustomPermission> all;

    public Permissions(List<CustomPermission> all) {
        this.all = List.copyOf(all);
    }

    public boolean mayPublish(Topic topic) {
        return mayUse(topic, PermitAction::publishes);
    }

    public boolean mayReceive(Topic topic) {
        return mayUse(topic, PermitAction::subscribes);
    }

    private boolean mayUse(Topic topic, Predicate<PermitAction> concerned) {
        boolean allowed = false;
        for (CustomPermission each : all) {
            if (concerned.test(each.action()) && each.topic().matches(topic)) {
                if (!each.allows()) {
                    return false;
                }
                allowed = true;
            }
        }
        return allowed;
    }

    /// A filter is denied when a denial overlaps with it: deliveries are checked again only after a message has waited.
    public boolean maySubscribe(TopicFilter filter) {
        boolean allowed = false;
        for (CustomPermission each : all) {
            if (!each.action().subscribes()) {
                continue;
            }
            if (!each.allows() && FilterCoverage.overlap(each.topic(), filter)) {
                return false;
            }
            allowed |= each.allows() && FilterCoverage.covers(each.topic(), filter);
        }
        return allowed;
    }
}
