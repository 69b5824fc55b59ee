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

/// The lists of the metadata. Those of all instances together are one each, so that neither a large instance nor many
/// of them are a burden.
enum MetadataList {
    INSTANCES("instances", false, CloudInstance.class),
    GROUPS("groups", true, Group.class),
    TOPICS("topics", true, ParentTopic.class),
    USERS("users", true, PasswordUser.class),
    ACL("acl", true, AclRule.class),
    RULES("rules", true, Rule.class),
    ACCESS_KEYS("accessKeys", false, AccessKey.class),
    CONNECTIONS("connections", false, ExchangeConnection.class),
    REVOKED_TOKENS("revokedTokens", false, RevokedToken.class);

    private static final List<MetadataList> OF_INSTANCES =
            Arrays.stream(values()).filter(MetadataList::ofInstance).toList();

    private final String field;
    private final boolean ofInstance;
    private final Class<? extends Record> type;

    MetadataList(String field, boolean ofInstance, Class<? extends Record> type) {
        this.field = field;
        this.ofInstance = ofInstance;
        this.type = type;
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
        return item.instance() + '\0' + idOf(item.value());
    }

    private String idOf(Record value) {
        return switch (this) {
            case INSTANCES -> ((CloudInstance) value).id();
            case GROUPS -> ((Group) value).id();
            case TOPICS -> ((ParentTopic) value).name();
            case USERS -> ((PasswordUser) value).name();
            case ACL -> value.toString();
            case RULES -> ((Rule) value).id();
            case ACCESS_KEYS -> ((AccessKey) value).id();
            case CONNECTIONS -> ((ExchangeConnection) value).name();
            case REVOKED_TOKENS -> ((RevokedToken) value).id();
        };
    }
}
