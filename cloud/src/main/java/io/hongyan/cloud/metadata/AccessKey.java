package io.hongyan.cloud.metadata;

import java.util.List;
import java.util.stream.Stream;

/// An id and a secret that give access to instances.
///
/// @param id 1 to 64 letters, digits, `-`, `_`, `.`
/// @param secret 1 to 128 visible ASCII characters; the key of the signatures of clients and API callers
/// @param enabled whether it is accepted
/// @param instances the instances it is valid for; empty means all
public record AccessKey(String id, String secret, boolean enabled, List<String> instances) {
    public AccessKey {
        NameChecks.accessKey(id, secret);
        instances = List.copyOf(instances);
    }

    /// An enabled key for all instances.
    public AccessKey(String id, String secret) {
        this(id, secret, true, List.of());
    }

    /// Whether the key is enabled and valid for an instance.
    public boolean isValidFor(String instance) {
        return enabled && (instances.isEmpty() || instances.contains(instance));
    }

    /// The same key, which opens that instance, too.
    AccessKey with(String instance) {
        return instances.isEmpty() || instances.contains(instance)
                ? this
                : new AccessKey(
                        id,
                        secret,
                        enabled,
                        Stream.concat(instances.stream(), Stream.of(instance)).toList());
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
                                .toList())
                : this;
    }

    @Override
    public String toString() {
        return "AccessKey[" + id + ", ***, enabled=" + enabled + ", instances=" + instances + "]";
    }
}
