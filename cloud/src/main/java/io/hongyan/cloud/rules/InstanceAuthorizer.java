package io.hongyan.cloud.rules;

import io.hongyan.broker.auth.Authorizer;
import io.hongyan.broker.auth.Client;
import io.hongyan.broker.auth.Decision;
import io.hongyan.broker.auth.Refusal;
import io.hongyan.cloud.identity.CloudIdentity;
import io.hongyan.cloud.identity.CustomIdentity;
import io.hongyan.cloud.identity.DeviceIdentity;
import io.hongyan.cloud.identity.KeyIdentity;
import io.hongyan.cloud.identity.TokenIdentity;
import io.hongyan.cloud.identity.UserIdentity;
import io.hongyan.cloud.key.KeyRegistry;
import io.hongyan.cloud.key.SigningKey;
import io.hongyan.cloud.metadata.AccessRight;
import io.hongyan.cloud.token.TokenError;
import io.hongyan.cloud.token.TokenNotices;
import io.hongyan.cloud.token.TokenType;
import io.hongyan.cloud.topic.P2pTopics;
import io.hongyan.cloud.topic.ParentTopicSet;
import io.hongyan.cloud.topic.Truncated;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import org.jspecify.annotations.Nullable;

/// Decides who may publish and subscribe in one instance. Decisions are cached in the identities of clients.
final class InstanceAuthorizer implements Authorizer {
    private static final Decision GONE =
            Decision.deny(Refusal.RIGHTS, ReasonCode.NOT_AUTHORIZED, "the instance does not exist");

    private final ActiveInstance instance;
    private final KeyRegistry keyRegistry;

    InstanceAuthorizer(ActiveInstance instance, KeyRegistry keyRegistry) {
        this.instance = instance;
        this.keyRegistry = keyRegistry;
    }

    @Override
    public Decision publish(Client client, Topic topic) {
        PolicySnapshot current = instance.current(); // must be read first: see ActiveInstances
        if (current == null || !(client.identity() instanceof CloudIdentity identity)) {
            return GONE;
        }
        Decision known = identity.decisionCache().get(current, topic);
        if (known != null) {
            return known;
        }
        InstancePolicy policy = current.policy();
        Decision decision = policy.isCloud() ? policy.checkTopic(topic) : Decision.ALLOW;
        if (decision instanceof Decision.Allow) {
            decision = checkRights(policy, client, identity, topic);
        }
        identity.decisionCache().put(current, topic, decision);
        return decision;
    }

    @Override
    public Decision subscribe(Client client, TopicFilter filter) {
        PolicySnapshot current = instance.current();
        if (current == null || !(client.identity() instanceof CloudIdentity identity)) {
            return GONE;
        }
        if (isNotice(filter)) {
            return Decision.ALLOW; // notices need no subscription, but old clients subscribe to them
        }
        InstancePolicy policy = current.policy();
        if (policy.isCloud()) {
            Decision decision = policy.checkFilter(filter);
            boolean direct = !filter.hasWildcard() && P2pTopics.is(filter.utf8()); // subscribers get no P2P messages
            if (direct || decision instanceof Decision.Deny) {
                return decision;
            }
        }
        return checkRights(policy, client, identity, filter);
    }

    @Override
    public Decision receive(Client client, Topic topic) {
        PolicySnapshot current = instance.current();
        if (current == null || !(client.identity() instanceof CloudIdentity identity)) {
            return GONE;
        }
        InstancePolicy policy = current.policy();
        boolean own = policy.isCloud() && client.clientId().equals(P2pTopics.receiver(topic));
        return own || topic.startsWithDollar() || mayReceive(policy, client, identity, topic)
                ? Decision.ALLOW
                : Decision.deny(
                        Refusal.RIGHTS, ReasonCode.NOT_AUTHORIZED, "no right to " + Truncated.of(topic.toString()));
    }

    private boolean mayReceive(InstancePolicy policy, Client client, CloudIdentity identity, Topic topic) {
        return switch (identity) {
            case KeyIdentity key -> may(key.key(), AccessRight.SUBSCRIBE, client, topic.utf8());
            case TokenIdentity token ->
                may(token.key(), AccessRight.SUBSCRIBE, client, topic.utf8()) && token.mayReceive(topic);
            case UserIdentity user -> policy.acl().mayReceive(user.name(), client.clientId(), topic);
            case DeviceIdentity _ -> true;
            case CustomIdentity custom -> custom.permissions().mayReceive(topic);
        };
    }

    @Override
    public void ending(Client client, Topic topic) {
        if (client.identity() instanceof TokenIdentity identity && !topic.startsWithDollar()) {
            tell(client, publishError(client, identity, topic), usedAs(identity, TokenType.W));
        }
    }

    @Override
    public void ending(Client client, TopicFilter filter) {
        if (client.identity() instanceof TokenIdentity identity) {
            tell(client, subscribeError(client, identity, filter), usedAs(identity, TokenType.R));
        }
    }

    private static void tell(Client client, @Nullable TokenError error, TokenType type) {
        if (error != null) {
            TokenNotices.invalid(client, error, type);
        }
    }

    /// The type of token that the action needs: the given one, or RW when the client has only that.
    private static TokenType usedAs(TokenIdentity identity, TokenType single) {
        boolean both = identity.token(single) == null && identity.token(TokenType.RW) != null;
        return both ? TokenType.RW : single;
    }

    private Decision checkRights(InstancePolicy policy, Client client, CloudIdentity identity, Topic topic) {
        return switch (identity) {
            case KeyIdentity own -> keyRight(own, AccessRight.PUBLISH, client, topic.utf8());
            case TokenIdentity own -> decision(publishError(client, own, topic), topic.toString());
            case UserIdentity own ->
                policy.acl().mayPublish(own.name(), client.clientId(), topic)
                        ? Decision.ALLOW
                        : Decision.deny(
                                Refusal.RIGHTS,
                                ReasonCode.NOT_AUTHORIZED,
                                who(own) + " has no right to publish to " + Truncated.of(topic.toString()));
            case DeviceIdentity _ -> Decision.ALLOW;
            case CustomIdentity own -> permission(own.permissions().mayPublish(topic), own, "PUB", topic.toString());
        };
    }

    private Decision checkRights(InstancePolicy policy, Client client, CloudIdentity identity, TopicFilter filter) {
        return switch (identity) {
            case KeyIdentity own -> keyRight(own, AccessRight.SUBSCRIBE, client, filter.utf8());
            case TokenIdentity own -> decision(subscribeError(client, own, filter), filter.text());
            case UserIdentity own ->
                policy.acl().maySubscribe(own.name(), client.clientId(), filter)
                        ? Decision.ALLOW
                        : Decision.deny(
                                Refusal.RIGHTS,
                                ReasonCode.NOT_AUTHORIZED,
                                who(own) + " has no right to subscribe to " + Truncated.of(filter.text()));
            case DeviceIdentity _ -> Decision.ALLOW;
            case CustomIdentity own -> permission(own.permissions().maySubscribe(filter), own, "SUB", filter.text());
        };
    }

    private static Decision permission(boolean allowed, CustomIdentity identity, String action, String topic) {
        return allowed
                ? Decision.ALLOW
                : Decision.deny(
                        Refusal.RIGHTS,
                        ReasonCode.NOT_AUTHORIZED,
                        "no permission " + action + " of custom user " + Truncated.of(identity.name()) + " for "
                                + Truncated.of(topic));
    }

    private static String who(UserIdentity user) {
        return user.name().isEmpty() ? "a client without a user name" : "user " + Truncated.of(user.name());
    }

    private @Nullable TokenError publishError(Client client, TokenIdentity identity, Topic topic) {
        return may(identity.key(), AccessRight.PUBLISH, client, topic.utf8())
                ? identity.publishError(topic)
                : TokenError.ACCOUNT_NOT_AUTHORIZED;
    }

    private @Nullable TokenError subscribeError(Client client, TokenIdentity identity, TopicFilter filter) {
        return may(identity.key(), AccessRight.SUBSCRIBE, client, filter.utf8())
                ? identity.subscribeError(filter)
                : TokenError.ACCOUNT_NOT_AUTHORIZED;
    }

    /// Whether a key still opens the instance and has that right for a topic or filter.
    private boolean may(SigningKey key, String action, Client client, byte[] topic) {
        return keyRegistry.may(key, action, instance.id(), topic, client.clientId());
    }

    private Decision keyRight(KeyIdentity identity, String action, Client client, byte[] topic) {
        if (may(identity.key(), action, client, topic)) {
            return Decision.ALLOW;
        }
        return Decision.deny(
                Refusal.RIGHTS,
                ReasonCode.NOT_AUTHORIZED,
                keyRegistry.isValid(identity.key(), instance.id())
                        ? "AccessKey " + identity.name() + " has no right " + action + " to parent topic "
                                + Truncated.of(ParentTopicSet.firstLevel(topic))
                        : "AccessKey " + identity.name() + " does not open instance " + instance.id() + " any more");
    }

    private static Decision decision(@Nullable TokenError error, String what) {
        return error == null
                ? Decision.ALLOW
                : Decision.deny(Refusal.RIGHTS, ReasonCode.NOT_AUTHORIZED, error.text() + ": " + Truncated.of(what));
    }

    private static boolean isNotice(TopicFilter filter) {
        return !filter.isShared()
                && (filter.filter().equals(TokenNotices.EXPIRES.toString())
                        || filter.filter().equals(TokenNotices.INVALID.toString()));
    }
}
