package io.hongyan.server.agreed;

import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.AclRule;
import io.hongyan.cloud.metadata.CloudInstance;
import io.hongyan.cloud.metadata.Group;
import io.hongyan.cloud.metadata.ParentTopic;
import io.hongyan.cloud.metadata.PasswordUser;
import io.hongyan.cloud.metadata.RevokedToken;
import io.hongyan.cloud.metadata.rule.ExchangeConnection;
import io.hongyan.cloud.metadata.rule.Rule;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// The lists of the metadata. Those of all instances together are one each, so that neither a large instance nor many
/// of them are a burden.
enum MetadataList {
    INSTANCES("instances", false, CloudInstance.class, CloudInstance::id),
    GROUPS("groups", true, Group.class, Group::id),
    TOPICS("topics", true, ParentTopic.class, ParentTopic::name),
    USERS("users", true, PasswordUser.class, PasswordUser::name),
    ACL("acl", true, AclRule.class, AclRule::toString),
    RULES("rules", true, Rule.class, Rule::id),
    ACCESS_KEYS("accessKeys", false, AccessKey.class, AccessKey::id),
    CONNECTIONS("connections", false, ExchangeConnection.class, ExchangeConnection::name),
    REVOKED_TOKENS("revokedTokens", false, RevokedToken.class, RevokedToken::id);

    private static final List<MetadataList> OF_INSTANCES =
            Arrays.stream(values()).filter(MetadataList::ofInstance).toList();

    private final String field;
    private final boolean ofInstance;
    private final Class<? extends Record> type;
    private final Function<Record, String> idOf;

    <T extends Record> MetadataList(String field, boolean ofInstance, Class<T> type, Function<T, String> idOf) {
        this.field = field;
        this.ofInstance = ofInstance;
        this.type = type;
        this.idOf = value -> idOf.apply(type.cast(value));
    }

    /// Its name in a snapshot or an instance, and in what is stored.
    String field() {
        return field;
    }

    /// Whether each instance has such a list.
    boolean ofInstance() {
        return ofInstance;
    }

    /// Of what it is.
    Class<? extends Record> type() {
        return type;
    }

    /// Those that each instance has.
    static List<MetadataList> ofInstances() {
        return OF_INSTANCES;
    }

    /// The same for a value before and after a change. Two rights may be the same.
    String keyOf(Item item) {
        return item.instance() + '\0' + idOf.apply(item.value());
    }
}
