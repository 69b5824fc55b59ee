package io.hongyan.cloud.rules;

import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.auth.ControlTopics;
import io.hongyan.broker.auth.DeliveryPace;
import io.hongyan.broker.auth.DirectDelivery;
import io.hongyan.broker.auth.GrantedLimits;
import io.hongyan.broker.auth.PresenceListener;
import io.hongyan.broker.auth.PublishPolicy;
import io.hongyan.broker.auth.RuleRegistry;
import io.hongyan.broker.auth.SubscribePolicy;
import io.hongyan.broker.event.MessageTraces;
import io.hongyan.cloud.key.KeyRegistry;
import io.hongyan.cloud.metadata.CloudInstance;
import io.hongyan.cloud.metadata.CloudLimits;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.cloud.metadata.SessionTerms;
import io.hongyan.cloud.topic.P2pTopics;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One instance, from its creation to its deletion. Clients keep its rules as long as they are connected, so the rules
/// read the current policy snapshot each time. Any thread.
public final class ActiveInstance {
    private final String id;
    private final Profile profile;
    private final Hooks hooks;
    private final InstanceAuthorizer authorizer;
    private final LimitPolicy limitPolicy;
    private volatile @Nullable PolicySnapshot current;

    /// Hooks that are the same for all instances.
    ///
    /// @param rules to other systems
    /// @param traces of the messages of an instance
    /// @param rightsReduced called with the id of an instance whose clients may have fewer rights than before
    public record Hooks(
            ControlTopics controlTopics,
            PresenceListener presence,
            RuleRegistry rules,
            Function<String, MessageTraces> traces,
            Consumer<String> rightsReduced) {}

    ActiveInstance(CloudInstance instance, KeyRegistry keyRegistry, Hooks hooks) {
        this.id = instance.id();
        this.profile = instance.profile();
        this.hooks = hooks;
        this.authorizer = new InstanceAuthorizer(this, keyRegistry);
        this.limitPolicy = new LimitPolicy(this);
        update(instance);
    }

    public String id() {
        return id;
    }

    Profile profile() {
        return profile;
    }

    /// The current snapshot; null when the instance was deleted.
    public @Nullable PolicySnapshot current() {
        return current;
    }

    /// Whether another instance takes its place for now.
    public boolean isSuspended() {
        PolicySnapshot present = current;
        return present != null && present.policy().instance().suspended();
    }

    /// Whether it serves clients: it is neither deleted nor suspended.
    public boolean isInService() {
        PolicySnapshot present = current;
        return present != null && !present.policy().instance().suspended();
    }

    void update(CloudInstance instance) {
        PolicySnapshot before = current;
        if (before != null && before.policy().instance().equals(instance)) {
            current = new PolicySnapshot(before.policy(), before.clientPolicy());
        } else {
            current = new PolicySnapshot(new InstancePolicy(instance), clientPolicy(instance));
            if (before != null && hasFewerRights(before.policy().instance(), instance)) {
                hooks.rightsReduced().accept(id);
            }
        }
    }

    private static boolean hasFewerRights(CloudInstance before, CloudInstance now) {
        return !now.acl().equals(before.acl()) || !now.topics().containsAll(before.topics());
    }

    void delete() {
        current = null;
    }

    private ClientPolicy clientPolicy(CloudInstance instance) {
        boolean cloud = profile == Profile.CLOUD;
        CloudLimits limits = instance.limits();
        return new ClientPolicy(
                authorizer,
                cloud ? limitPolicy : PublishPolicy.NONE,
                cloud ? limitPolicy : SubscribePolicy.NONE,
                hooks.controlTopics(),
                cloud ? new P2pTopics() : DirectDelivery.NONE,
                hooks.presence(),
                limits.reactions(),
                cloud ? grantedLimits(limits) : GrantedLimits.NONE,
                cloud ? limits.delivery() : DeliveryPace.UNLIMITED,
                hooks.rules().outbound(id),
                hooks.rules().status(id),
                hooks.traces().apply(id));
    }

    private static GrantedLimits grantedLimits(CloudLimits limits) {
        SessionTerms terms = limits.connection();
        return new GrantedLimits(
                limits.packetBytes(),
                (int) terms.maxKeepAlive().toSeconds(),
                terms.minSessionExpiry().toSeconds(),
                terms.maxSessionExpiry().toSeconds());
    }
}
