package io.hongyan.openapi.action;

import io.hongyan.broker.Broker;
import io.hongyan.cloud.Cloud;
import io.hongyan.cloud.metadata.rule.RuleKind;
import io.hongyan.cloud.trace.Traces;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All actions, by name.
public final class Table {
    private final Map<String, Action<?, ?>> actions = new LinkedHashMap<>();

    public Table(Cloud cloud, Broker broker, Traces traces) {
        List<Action<?, ?>> all = new ArrayList<>();
        all.addAll(new SessionActions(cloud, broker).actions());
        all.addAll(new TokenActions(cloud.tokens()).actions());
        all.addAll(new GroupActions(cloud.metadata()).actions());
        all.addAll(new CredentialActions(cloud.devices()).actions());
        all.addAll(new CaActions(cloud.certificates()).actions());
        all.addAll(new DeviceCertificateActions(cloud.certificates()).actions());
        all.addAll(new SniActions(cloud.certificates().servers()).actions());
        all.addAll(new CustomIdentityActions(cloud.custom().accounts()).actions());
        all.addAll(new CustomPermissionActions(cloud.custom().permissions()).actions());
        all.addAll(new BlacklistActions(cloud.custom().blacklist()).actions());
        all.addAll(new TraceActions(traces).actions());
        all.addAll(new InstanceActions(cloud.metadata()).actions());
        all.addAll(new DisasterActions(cloud.metadata()).actions());
        all.addAll(new TopicActions(cloud.metadata()).actions());
        all.addAll(new RuleActions(cloud.metadata(), RuleKind.OUTBOUND, "MqttOutboundRule").actions());
        all.addAll(new RuleActions(cloud.metadata(), RuleKind.INBOUND, "MqttInboundRule").actions());
        all.addAll(new RuleActions(cloud.metadata(), RuleKind.STATUS, "ClientStatusNotifyRule").actions());
        for (Action<?, ?> action : all) {
            if (actions.put(action.name(), action) != null) {
                throw new IllegalStateException("two actions are called " + action.name());
            }
        }
    }

    /// The action of that name, or null.
    public @Nullable Action<?, ?> find(String name) {
        return actions.get(name);
    }

    /// All of them, family by family.
    public Collection<Action<?, ?>> all() {
        return Collections.unmodifiableCollection(actions.values());
    }
}
