package io.hongyan.cloud.rules;

import io.hongyan.broker.auth.ConnectLimits;
import io.hongyan.broker.auth.ControlTopics;
import io.hongyan.broker.auth.DeliveryPace;
import io.hongyan.broker.auth.DirectDelivery;
import io.hongyan.broker.auth.Presence;
import io.hongyan.broker.auth.PublishPolicy;
import io.hongyan.broker.auth.Rules;
import io.hongyan.broker.auth.SubscribePolicy;
import io.hongyan.cloud.key.Keyring;
import io.hongyan.cloud.metadata.CloudInstance;
import io.hongyan.cloud.metadata.CloudLimits;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.cloud.metadata.SessionTerms;
import io.hongyan.cloud.topic.P2p;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One instance, from its creation to its end. Its clients keep its rules as long as they live, so the rules look at
/// the present view each time. Any thread.
public final class Tenant {
    private final String id;
    private final Profile profile;
    private final Hooks hooks;
    private final TenantAuthorizer authorizer;
    private final CloudPolicy policy;
    private volatile @Nullable View view;

    /// What is the same for all instances.
    ///
    /// @param narrowed told of an instance whose clients may have fewer rights than before
    public record Hooks(ControlTopics controlTopics, Presence presence, Consumer<String> narrowed) {}

    Tenant(CloudInstance instance, Keyring keyring, Hooks hooks) {
        this.id = instance.id();
        this.profile = instance.profile();
        this.hooks = hooks;
        this.authorizer = new TenantAuthorizer(this, keyring);
        this.policy = new CloudPolicy(this);
        update(instance);
    }

    public String id() {
        return id;
    }

    Profile profile() {
        return profile;
    }

    /// The present state; null when the instance is no more.
    public @Nullable View view() {
        return view;
    }

    void update(CloudInstance instance) {
        View before = view;
        if (before != null && before.charter().instance().equals(instance)) {
            view = new View(before.charter(), before.rules());
        } else {
            view = new View(new Charter(instance), rules(instance));
            if (before != null && isNarrower(before.charter().instance(), instance)) {
                hooks.narrowed().accept(id);
            }
        }
    }

    private static boolean isNarrower(CloudInstance before, CloudInstance now) {
        return !now.acl().equals(before.acl()) || !now.topics().containsAll(before.topics());
    }

    void end() {
        view = null;
    }

    private Rules rules(CloudInstance instance) {
        boolean cloud = profile == Profile.CLOUD;
        CloudLimits limits = instance.limits();
        return new Rules(
                authorizer,
                cloud ? policy : PublishPolicy.NONE,
                cloud ? policy : SubscribePolicy.NONE,
                hooks.controlTopics(),
                cloud ? new P2p() : DirectDelivery.NONE,
                hooks.presence(),
                limits.reactions(),
                cloud ? connectLimits(limits) : ConnectLimits.NONE,
                cloud ? limits.delivery() : DeliveryPace.UNLIMITED);
    }

    private static ConnectLimits connectLimits(CloudLimits limits) {
        SessionTerms terms = limits.connection();
        return new ConnectLimits(
                limits.packetBytes(),
                (int) terms.maxKeepAlive().toSeconds(),
                terms.minSessionExpiry().toSeconds(),
                terms.maxSessionExpiry().toSeconds());
    }
}
