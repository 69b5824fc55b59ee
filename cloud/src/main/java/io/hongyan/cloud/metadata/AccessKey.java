package io.hongyan.cloud.metadata;

import java.util.List;

/// A key pair that opens instances.
///
/// @param id 1 to 64 letters, digits, `-`, `_`, `.`
/// @param secret 1 to 128 visible characters of ASCII; signs what clients and callers send
/// @param enabled whether it opens anything at present
/// @param instances those that it opens; empty for all
public record AccessKey(String id, String secret, boolean enabled, List<String> instances) {
    public AccessKey {
        Names.accessKey(id, secret);
        instances = List.copyOf(instances);
    }

    /// A key for all instances.
    public AccessKey(String id, String secret) {
        this(id, secret, true, List.of());
    }

    /// Whether the key, as it stands, opens that instance.
    public boolean opens(String instance) {
        return enabled && (instances.isEmpty() || instances.contains(instance));
    }

    /// The same key for all of its instances but one.
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
