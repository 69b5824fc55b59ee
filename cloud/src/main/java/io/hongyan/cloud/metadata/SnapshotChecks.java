package io.hongyan.cloud.metadata;

import io.hongyan.cloud.metadata.MetadataException.Kind;
import io.hongyan.cloud.metadata.rule.ExchangeConnection;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/// Checks a snapshot for duplicate names and a valid token key. A stored snapshot may have been edited by hand.
final class SnapshotChecks {
    private static final int LEAST_KEY_BYTES = 32;

    private SnapshotChecks() {}

    static void snapshot(MetadataSnapshot snapshot) {
        unique("instance", snapshot.instances(), CloudInstance::id);
        unique("AccessKey", snapshot.accessKeys(), AccessKey::id);
        snapshot.instances().forEach(SnapshotChecks::instance);
        tokenKey(snapshot.tokenKey());
        unique("connection", snapshot.connections(), ExchangeConnection::name);
        RuleChecks.all(snapshot);
    }

    private static void instance(CloudInstance instance) {
        users(instance.users());
        unique("group", instance.groups(), Group::id);
        unique("parent topic", instance.topics(), topic -> topic.name().toLowerCase(Locale.ROOT));
    }

    static void users(List<PasswordUser> users) {
        unique("user", users, PasswordUser::name);
    }

    private static void tokenKey(String key) {
        try {
            if (Base64.getDecoder().decode(key).length >= LEAST_KEY_BYTES) {
                return;
            }
        } catch (IllegalArgumentException e) {
            throw NameChecks.invalid("the token key is no Base64: " + e.getMessage());
        }
        throw NameChecks.invalid("the token key has at least " + LEAST_KEY_BYTES + " bytes");
    }

    static <T> void unique(String what, List<T> values, Function<T, String> name) {
        Set<String> seen = new HashSet<>();
        for (T value : values) {
            if (!seen.add(name.apply(value))) {
                throw new MetadataException(Kind.EXISTS, what + " " + name.apply(value) + " is there twice");
            }
        }
    }
}
