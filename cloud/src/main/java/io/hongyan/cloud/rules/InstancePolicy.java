package io.hongyan.cloud.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.auth.Decision;
import io.hongyan.broker.auth.Refusal;
import io.hongyan.cloud.metadata.CloudInstance;
import io.hongyan.cloud.metadata.CloudLimits;
import io.hongyan.cloud.metadata.Group;
import io.hongyan.cloud.metadata.ParentTopic;
import io.hongyan.cloud.metadata.PasswordUser;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.cloud.open.Acl;
import io.hongyan.cloud.topic.AllowedCharacters;
import io.hongyan.cloud.topic.GroupIds;
import io.hongyan.cloud.topic.P2pTopics;
import io.hongyan.cloud.topic.ParentTopicSet;
import io.hongyan.cloud.topic.Truncated;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The rules of one instance that are the same for all of its clients: names, groups, parent topics, users, access
/// control list. Immutable.
public final class InstancePolicy {
    private final CloudInstance instance;
    private final CloudLimits limits;
    private final AllowedCharacters characters;
    private final Set<String> groups;
    private final ParentTopicSet parents;
    private final Acl acl;
    private final Map<String, PasswordUser> users;

    InstancePolicy(CloudInstance instance) {
        this.instance = instance;
        this.limits = instance.limits();
        this.characters = limits.strictNames() ? AllowedCharacters.STRICT : AllowedCharacters.VISIBLE;
        this.groups = instance.groups().stream().map(Group::id).collect(Collectors.toSet());
        this.parents = new ParentTopicSet(
                instance.topics().stream().map(ParentTopic::name).toList());
        this.acl = new Acl(instance.acl());
        this.users = instance.users().stream().collect(Collectors.toMap(PasswordUser::name, Function.identity()));
    }

    public CloudInstance instance() {
        return instance;
    }

    public boolean isCloud() {
        return instance.profile() == Profile.CLOUD;
    }

    public @Nullable PasswordUser user(String name) {
        return users.get(name);
    }

    Acl acl() {
        return acl;
    }

    CloudLimits limits() {
        return limits;
    }

    /// Whether a client id is allowed.
    public Decision checkClientId(String id) {
        if (!isCloud()) {
            return Decision.ALLOW;
        }
        String group = GroupIds.of(id);
        if (id.length() > limits.clientIdLength()) {
            return Decision.deny(
                    ReasonCode.CLIENT_IDENTIFIER_NOT_VALID,
                    "a client id of " + id.length() + " characters; the limit is " + limits.clientIdLength());
        }
        if (group == null) {
            return Decision.deny(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID, "a client id has the form GroupID@@@DeviceID");
        }
        if (!characters.allowAll(id)) {
            return Decision.deny(
                    ReasonCode.CLIENT_IDENTIFIER_NOT_VALID, "a client id holds " + characters.text() + " only");
        }
        return groups.contains(group)
                ? Decision.ALLOW
                : Decision.deny(ReasonCode.NOT_AUTHORIZED, undeclaredGroup(group));
    }

    private String undeclaredGroup(String group) {
        return "group " + Truncated.of(group) + " is not declared in instance " + instance.id();
    }

    /// Why nobody may publish that to the clients of this instance, whatever rights he has; null when he may.
    public Decision.@Nullable Deny refusal(Topic topic, int payloadBytes) {
        if (topic.startsWithDollar()) {
            return new Decision.Deny(ReasonCode.NOT_AUTHORIZED, "topics that begin with $ are the server's: " + topic);
        }
        if (!isCloud()) {
            return null;
        }
        if (payloadBytes > limits.payloadBytes()) {
            return new Decision.Deny(
                    Refusal.PAYLOAD,
                    ReasonCode.QUOTA_EXCEEDED,
                    "a message of " + payloadBytes + " bytes; the limit is " + limits.payloadBytes());
        }
        return checkTopic(topic) instanceof Decision.Deny deny ? deny : null;
    }

    /// Why nobody may consume what devices publish to a parent topic, whatever rights he has; null when he may.
    public @Nullable String consumeRefusal(String parent) {
        boolean oneLevel = !parent.isEmpty()
                && parent.charAt(0) != '$'
                && parent.chars().noneMatch(c -> c == '/' || c == '+' || c == '#');
        if (!oneLevel) {
            return "what is consumed is a parent topic, the first level of topics, without /, +, # and a $ before it,"
                    + " not " + Truncated.of(parent);
        }
        byte[] utf8 = parent.getBytes(UTF_8);
        return isCloud() && !parents.contains(utf8) ? undeclaredParent(utf8) : null;
    }

    /// Why nobody may watch the clients of a group come and go, whatever rights he has; null when he may.
    ///
    /// @param group in profile open a prefix of client ids with `*` behind is one, too
    public @Nullable String statusRefusal(String group) {
        if (isCloud()) {
            return groups.contains(group) ? null : undeclaredGroup(group);
        }
        return group.isEmpty()
                ? "whose status is watched is a Group ID, or a prefix of client ids with * behind, and not nothing"
                : null;
    }

    /// Whether a topic is valid in this instance.
    Decision checkTopic(Topic topic) {
        byte[] utf8 = topic.utf8();
        if (!parents.contains(utf8)) {
            return undeclared(utf8);
        }
        if (isTooLong(utf8)) {
            return Decision.deny(Refusal.INVALID_TOPIC, ReasonCode.TOPIC_NAME_INVALID, tooLong("topic", utf8));
        }
        int bad = characters.firstBadInTopic(utf8);
        if (bad >= 0) {
            return Decision.deny(Refusal.INVALID_TOPIC, ReasonCode.TOPIC_NAME_INVALID, badCharacter("topic", bad));
        }
        return Decision.ALLOW;
    }

    /// Whether a filter is valid in this instance.
    Decision checkFilter(TopicFilter filter) {
        byte[] utf8 = filter.utf8();
        if (filter.startsWithWildcard()) {
            return Decision.deny(
                    Refusal.UNKNOWN_TOPIC, ReasonCode.NOT_AUTHORIZED, "a filter begins with a declared parent topic");
        }
        if (!parents.contains(utf8)) {
            return undeclared(utf8);
        }
        if (isTooLong(utf8)) {
            return Decision.deny(Refusal.INVALID_TOPIC, ReasonCode.TOPIC_FILTER_INVALID, tooLong("filter", utf8));
        }
        int bad = characters.firstBadInFilter(utf8);
        if (bad >= 0) {
            return Decision.deny(Refusal.INVALID_TOPIC, ReasonCode.TOPIC_FILTER_INVALID, badCharacter("filter", bad));
        }
        return Decision.ALLOW;
    }

    private Decision undeclared(byte[] utf8) {
        return Decision.deny(Refusal.UNKNOWN_TOPIC, ReasonCode.NOT_AUTHORIZED, undeclaredParent(utf8));
    }

    private String undeclaredParent(byte[] utf8) {
        return "parent topic " + Truncated.of(ParentTopicSet.firstLevel(utf8)) + " is not declared in instance "
                + instance.id();
    }

    private boolean isTooLong(byte[] utf8) {
        int named = P2pTopics.lengthWithoutReceiver(utf8);
        return named > limits.topicLength() || utf8.length - named > limits.clientIdLength();
    }

    private String tooLong(String what, byte[] utf8) {
        return "a " + what + " of " + utf8.length + " characters; the limit is " + limits.topicLength();
    }

    private String badCharacter(String what, int at) {
        return "a " + what + " holds " + characters.text() + " only, not so at index " + at;
    }
}
