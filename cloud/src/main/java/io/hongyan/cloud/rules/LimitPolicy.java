package io.hongyan.cloud.rules;

import io.hongyan.broker.auth.Client;
import io.hongyan.broker.auth.Decision;
import io.hongyan.broker.auth.PublishPolicy;
import io.hongyan.broker.auth.Refusal;
import io.hongyan.broker.auth.SubscribePolicy;
import io.hongyan.cloud.metadata.CloudLimits;
import io.hongyan.cloud.topic.ParentTopicSet;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The limits of profile cloud: payload bytes, filters of a client, filters with wildcards below a parent topic. Any
/// thread.
final class LimitPolicy implements PublishPolicy, SubscribePolicy {
    private final ActiveInstance instance;
    private final ConcurrentHashMap<String, Integer> wildcards = new ConcurrentHashMap<>();

    LimitPolicy(ActiveInstance instance) {
        this.instance = instance;
    }

    @Override
    public Decision check(Client client, Topic topic, QoS qos, boolean retain, int payloadBytes) {
        CloudLimits limits = limits();
        if (limits == null || payloadBytes > limits.payloadBytes()) {
            return Decision.deny(
                    Refusal.PAYLOAD,
                    ReasonCode.QUOTA_EXCEEDED,
                    "a message of " + payloadBytes + " bytes; the limit is "
                            + (limits == null ? 0 : limits.payloadBytes()));
        }
        return Decision.ALLOW;
    }

    @Override
    public Decision admit(Client client, TopicFilter filter, int held) {
        CloudLimits limits = limits();
        int most = limits == null ? 0 : limits.filtersPerClient();
        if (limits == null || held >= most) {
            return Decision.deny(
                    Refusal.FILTERS,
                    ReasonCode.QUOTA_EXCEEDED,
                    "the client has " + held + " filters; the limit is " + most);
        }
        return filter.hasWildcard() ? admitWildcard(filter, limits.wildcardsPerTopic()) : Decision.ALLOW;
    }

    @Override
    public void released(String instance, TopicFilter filter) {
        if (filter.hasWildcard()) {
            wildcards.computeIfPresent(
                    ParentTopicSet.firstLevel(filter.utf8()), (_, count) -> count > 1 ? count - 1 : null);
        }
    }

    private Decision admitWildcard(TopicFilter filter, int most) {
        String parent = ParentTopicSet.firstLevel(filter.utf8());
        boolean[] admitted = new boolean[1];
        wildcards.compute(parent, (_, count) -> {
            int present = count == null ? 0 : count;
            admitted[0] = present < most;
            if (admitted[0]) {
                return present + 1;
            }
            return count;
        });
        return admitted[0]
                ? Decision.ALLOW
                : Decision.deny(
                        Refusal.WILDCARDS,
                        ReasonCode.QUOTA_EXCEEDED,
                        "parent topic " + parent + " has " + most + " subscriptions with wildcards, its limit");
    }

    private @Nullable CloudLimits limits() {
        PolicySnapshot current = instance.current();
        return current == null ? null : current.policy().limits();
    }
}
