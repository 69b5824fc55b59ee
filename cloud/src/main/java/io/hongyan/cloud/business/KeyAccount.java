package io.hongyan.cloud.business;

import io.hongyan.cloud.key.KeyRegistry;
import io.hongyan.cloud.key.SigningKey;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.AccessRight;
import io.hongyan.cloud.rules.ActiveInstance;
import io.hongyan.cloud.secret.TemporaryKeys;
import io.hongyan.cloud.topic.ParentTopicSet;
import io.hongyan.codec.topic.Topic;
import org.jspecify.annotations.Nullable;

/// One that knows the secret of an AccessKey, or of a temporary key that was made from it.
public final class KeyAccount implements BusinessAccount {
    private final ActiveInstance instance;
    private final KeyRegistry keys;
    private final SigningKey key;
    private final TemporaryKeys temporaryKeys;
    private final TemporaryKeys.@Nullable Opened temporary;

    /// @param temporary with which it logged in; null when it was the AccessKey itself
    KeyAccount(
            ActiveInstance instance,
            KeyRegistry keys,
            SigningKey key,
            TemporaryKeys temporaryKeys,
            TemporaryKeys.@Nullable Opened temporary) {
        this.instance = instance;
        this.keys = keys;
        this.key = key;
        this.temporaryKeys = temporaryKeys;
        this.temporary = temporary;
    }

    @Override
    public String instance() {
        return instance.id();
    }

    @Override
    public String name() {
        return key.key().id();
    }

    /// Whether it logged in with a temporary key.
    public boolean isTemporary() {
        return temporary != null;
    }

    @Override
    public boolean mayPublish(Topic topic) {
        AccessKey now = valid();
        return now != null && now.maySend(instance.id(), ParentTopicSet.firstLevel(topic.utf8()));
    }

    @Override
    public boolean mayConsume(String parent) {
        AccessKey now = valid();
        return now != null && now.mayUseTopic(AccessRight.SUBSCRIBE, instance.id(), parent);
    }

    @Override
    public boolean mayWatch(String group) {
        AccessKey now = valid();
        return now != null && now.mayUseGroup(AccessRight.SUBSCRIBE, instance.id(), group);
    }

    @Override
    public String neededToConsume(String parent) {
        return AccessRight.SUBSCRIBE + " for it";
    }

    /// Whether a key may do one of the three for something.
    static boolean mayDoAnything(AccessKey key, String instance) {
        return key.maySendToSome(instance)
                || key.mayUseSomeTopic(AccessRight.SUBSCRIBE, instance, "")
                || key.mayUseWithSomeGroup(AccessRight.SUBSCRIBE, instance, "");
    }

    @Override
    public boolean isValid() {
        return valid() != null;
    }

    /// The key as it is now; null when it lets nobody in any more.
    private @Nullable AccessKey valid() {
        if (!instance.isInService() || (temporary != null && temporaryKeys.isExpired(temporary))) {
            return null;
        }
        AccessKey now = keys.present(key);
        return now != null && now.isValidFor(instance.id()) ? now : null;
    }

    @Override
    public String toString() {
        return "AccessKey " + name() + " in " + instance();
    }
}
