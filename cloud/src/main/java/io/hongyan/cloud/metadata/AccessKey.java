package io.hongyan.cloud.metadata;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An id and a secret that give access to instances.
///
/// @param id 1 to 64 letters, digits, `-`, `_`, `.`
/// @param secret 1 to 128 visible ASCII characters; the key of the signatures of clients and API callers
/// @param enabled whether it is accepted
/// @param instances the instances it is valid for; empty means all
/// @param rights what it may do there; empty means everything
public record AccessKey(String id, String secret, boolean enabled, List<String> instances, List<AccessRight> rights) {
    private static final int MOST_RIGHTS = 100;
    private static final List<String> SENDING = List.of("mq:SendMessage", AccessRight.PUBLISH);
    /// The topic, or group, of an action that is about none.
    private static final String NONE = "";

    public AccessKey {
        NameChecks.accessKey(id, secret);
        instances = List.copyOf(instances);
        rights = List.copyOf(rights);
        if (rights.size() > MOST_RIGHTS) {
            throw new IllegalArgumentException(
                    "an AccessKey has at most " + MOST_RIGHTS + " rights, not " + rights.size());
        }
    }

    /// A key that may do everything.
    public AccessKey(String id, String secret, boolean enabled, List<String> instances) {
        this(id, secret, enabled, instances, List.of());
    }

    /// An enabled key for all instances.
    public AccessKey(String id, String secret) {
        this(id, secret, true, List.of());
    }

    /// Whether the key is enabled and valid for an instance.
    public boolean isValidFor(String instance) {
        return enabled && (instances.isEmpty() || instances.contains(instance));
    }

    /// Whether it may do something with an instance as a whole: no right that is narrowed to topics or groups says so.
    ///
    /// @param action as in [AccessRight#actions]
    public boolean may(String action, String instance) {
        return isValidFor(instance) && AccessRight.allow(rights, action, instance, NONE, NONE);
    }

    /// Whether it may do something for some topic and group of an instance; for which is judged apart.
    public boolean mayForSome(String action, String instance) {
        return isValidFor(instance) && AccessRight.allow(rights, action, instance, null, null);
    }

    /// Whether it may do something that is about a parent topic and no group.
    public boolean mayUseTopic(String action, String instance, String topic) {
        return isValidFor(instance) && AccessRight.allow(rights, action, instance, topic, NONE);
    }

    /// Whether it may send messages of the server's side to the clients of a parent topic: by either right, unless one
    /// of them is denied.
    public boolean maySend(String instance, String topic) {
        return sends(instance, topic);
    }

    /// Whether it may send such messages to some parent topic.
    public boolean maySendToSome(String instance) {
        return sends(instance, null);
    }

    private boolean sends(String instance, @Nullable String topic) {
        return isValidFor(instance)
                && SENDING.stream().anyMatch(right -> AccessRight.allow(rights, right, instance, topic, NONE))
                && SENDING.stream().noneMatch(right -> AccessRight.denied(rights, right, instance, topic, NONE));
    }

    /// Whether it may do something that is about a group, or the clients of it, and no topic.
    public boolean mayUseGroup(String action, String instance, String group) {
        return isValidFor(instance) && AccessRight.allow(rights, action, instance, NONE, group);
    }

    /// Whether clients may publish to a parent topic, or subscribe to it, if they are of the right group.
    public boolean mayUseWithSomeGroup(String action, String instance, String topic) {
        return isValidFor(instance) && AccessRight.allow(rights, action, instance, topic, null);
    }

    /// Whether clients of a group may publish, or subscribe, to some topic.
    ///
    /// @param group empty for a client id without one
    public boolean mayUseSomeTopic(String action, String instance, String group) {
        return isValidFor(instance) && AccessRight.allow(rights, action, instance, null, group);
    }

    /// Whether a client of a group may publish to a parent topic, or subscribe to it.
    ///
    /// @param group null for a client id without one
    public boolean mayUse(String action, String instance, String topic, @Nullable String group) {
        return isValidFor(instance) && AccessRight.allow(rights, action, instance, topic, group == null ? NONE : group);
    }

    /// Whether it may do something that is about no instance, or about those that are judged apart.
    public boolean may(String action) {
        return enabled && AccessRight.allow(rights, action, null, NONE, NONE);
    }

    /// The same key with other rights.
    public AccessKey with(List<AccessRight> other) {
        return new AccessKey(id, secret, enabled, instances, other);
    }

    /// The same key, accepted or not.
    public AccessKey enabled(boolean on) {
        return new AccessKey(id, secret, on, instances, rights);
    }

    /// The same key, which opens that instance, too.
    AccessKey with(String instance) {
        return instances.isEmpty() || instances.contains(instance)
                ? this
                : new AccessKey(
                        id,
                        secret,
                        enabled,
                        Stream.concat(instances.stream(), Stream.of(instance)).toList(),
                        rights);
    }

    /// The same key without one of its instances.
    AccessKey without(String instance) {
        return instances.contains(instance)
                ? new AccessKey(
                        id,
                        secret,
                        enabled,
                        instances.stream()
                                .filter(other -> !other.equals(instance))
                                .toList(),
                        rights)
                : this;
    }

    @Override
    public String toString() {
        return "AccessKey[" + id + ", ***, enabled=" + enabled + ", instances=" + instances + ", rights=" + rights
                + "]";
    }
}
