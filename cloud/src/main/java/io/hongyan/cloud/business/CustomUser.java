package io.hongyan.cloud.business;

import io.hongyan.cloud.custom.CustomAuth;
import io.hongyan.cloud.custom.Permissions;
import io.hongyan.cloud.rules.ActiveInstance;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.lang.System.Logger.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One that logged in as a user of custom authentication.
public final class CustomUser implements BusinessAccount {
    private static final System.Logger LOG = System.getLogger(CustomUser.class.getName());
    private static final TopicFilter EVERYTHING = TopicFilter.parse("#");
    private static final Permissions NONE = new Permissions(List.of());

    private final ActiveInstance instance;
    private final String name;
    private final CustomAuth custom;
    private volatile @Nullable Permissions permissions; // null when the identity is gone

    CustomUser(ActiveInstance instance, String name, CustomAuth custom) {
        this.instance = instance;
        this.name = name;
        this.custom = custom;
        this.permissions = custom.permissions().ofUser(instance.id(), name);
    }

    @Override
    public String instance() {
        return instance.id();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean mayPublish(Topic topic) {
        return present().mayPublish(topic);
    }

    @Override
    public boolean mayConsume(String parent) {
        try {
            return present().maySubscribe(TopicFilter.parse(parent + "/#"));
        } catch (ProtocolException _) { // no filter has such a first level
            return false;
        }
    }

    /// Of custom authentication only who may subscribe to everything may learn of all devices: its permissions know no
    /// groups.
    @Override
    public boolean mayWatch(String group) {
        return present().maySubscribe(EVERYTHING);
    }

    @Override
    public String neededToConsume(String parent) {
        return "a permission to subscribe to " + (parent.isEmpty() ? "#" : parent + "/#");
    }

    private Permissions present() {
        Permissions known = permissions;
        return known == null || !instance.isInService() ? NONE : known;
    }

    @Override
    public boolean isValid() {
        return permissions != null && instance.isInService();
    }

    /// Reads again what the identity may do, and whether it is still there; may wait for the disk. Call it after each
    /// change that [CustomAuth#listen] tells of the user name, and once after the account is known to that listener: a
    /// change may have come while it logged in. An identity that cannot be read is not valid: better out than in with
    /// rights that it may not have any more.
    public synchronized void refresh() { // one after the other, so that the last one read last
        try {
            boolean there = custom.accounts().user(instance.id(), name) != null;
            permissions = there ? custom.permissions().ofUser(instance.id(), name) : null;
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the identity of a business system cannot be read", e);
            permissions = null;
        }
    }

    @Override
    public String toString() {
        return "custom user " + name + " in " + instance();
    }
}
