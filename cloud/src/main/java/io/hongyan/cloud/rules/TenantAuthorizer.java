package io.hongyan.cloud.rules;

import io.hongyan.broker.auth.Authorizer;
import io.hongyan.broker.auth.Client;
import io.hongyan.broker.auth.Decision;
import io.hongyan.broker.auth.Refusal;
import io.hongyan.cloud.identity.CloudIdentity;
import io.hongyan.cloud.identity.KeyIdentity;
import io.hongyan.cloud.identity.TokenIdentity;
import io.hongyan.cloud.identity.UserIdentity;
import io.hongyan.cloud.key.Keyring;
import io.hongyan.cloud.token.Notices;
import io.hongyan.cloud.token.TokenFault;
import io.hongyan.cloud.token.TokenType;
import io.hongyan.cloud.topic.Abridged;
import io.hongyan.cloud.topic.P2p;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import org.jspecify.annotations.Nullable;

/// Who may publish and subscribe where in one instance. Stateless but for what is remembered in the identities.
final class TenantAuthorizer implements Authorizer {
    private static final Decision GONE =
            Decision.deny(Refusal.RIGHTS, ReasonCode.NOT_AUTHORIZED, "the instance does not exist");

    private final Tenant tenant;
    private final Keyring keyring;

    TenantAuthorizer(Tenant tenant, Keyring keyring) {
        this.tenant = tenant;
        this.keyring = keyring;
    }

    @Override
    public Decision publish(Client client, Topic topic) {
        View view = tenant.view(); // before anything else is looked at: see Tenants
        if (view == null || !(client.identity() instanceof CloudIdentity identity)) {
            return GONE;
        }
        Decision known = identity.decisions().find(view, topic);
        if (known != null) {
            return known;
        }
        Charter charter = view.charter();
        Decision decision = charter.isCloud() ? charter.topic(topic) : Decision.ALLOW;
        if (decision instanceof Decision.Allow) {
            decision = right(charter, client, identity, topic);
        }
        identity.decisions().remember(view, topic, decision);
        return decision;
    }

    @Override
    public Decision subscribe(Client client, TopicFilter filter) {
        View view = tenant.view();
        if (view == null || !(client.identity() instanceof CloudIdentity identity)) {
            return GONE;
        }
        if (isNotice(filter)) {
            return Decision.ALLOW; // it comes without subscription; old clients subscribe all the same
        }
        Charter charter = view.charter();
        if (charter.isCloud()) {
            Decision decision = charter.filter(filter);
            boolean direct = !filter.hasWildcard() && P2p.is(filter.utf8()); // matches nothing that subscribers get
            if (direct || decision instanceof Decision.Deny) {
                return decision;
            }
        }
        return right(charter, client, identity, filter);
    }

    @Override
    public void ending(Client client, Topic topic) {
        if (client.identity() instanceof TokenIdentity identity && !topic.startsWithDollar()) {
            tell(client, publishFault(identity, topic), usedAs(identity, TokenType.W));
        }
    }

    @Override
    public void ending(Client client, TopicFilter filter) {
        if (client.identity() instanceof TokenIdentity identity) {
            tell(client, subscribeFault(identity, filter), usedAs(identity, TokenType.R));
        }
    }

    private static void tell(Client client, @Nullable TokenFault fault, TokenType type) {
        if (fault != null) {
            Notices.invalid(client, fault, type);
        }
    }

    /// The type of token that the client should have brought: that one, unless it has only one for both.
    private static TokenType usedAs(TokenIdentity identity, TokenType single) {
        boolean both = identity.token(single) == null && identity.token(TokenType.RW) != null;
        return both ? TokenType.RW : single;
    }

    private Decision right(Charter charter, Client client, CloudIdentity identity, Topic topic) {
        return switch (identity) {
            case KeyIdentity own -> keyring.opens(own.key(), tenant.id()) ? Decision.ALLOW : closed(own.name());
            case TokenIdentity own -> decision(publishFault(own, topic), topic.toString());
            case UserIdentity own ->
                charter.acl().mayPublish(own.name(), client.clientId(), topic)
                        ? Decision.ALLOW
                        : Decision.deny(
                                Refusal.RIGHTS,
                                ReasonCode.NOT_AUTHORIZED,
                                "user " + Abridged.of(own.name()) + " has no right to publish to "
                                        + Abridged.of(topic.toString()));
        };
    }

    private Decision right(Charter charter, Client client, CloudIdentity identity, TopicFilter filter) {
        return switch (identity) {
            case KeyIdentity own -> keyring.opens(own.key(), tenant.id()) ? Decision.ALLOW : closed(own.name());
            case TokenIdentity own -> decision(subscribeFault(own, filter), filter.text());
            case UserIdentity own ->
                charter.acl().maySubscribe(own.name(), client.clientId(), filter)
                        ? Decision.ALLOW
                        : Decision.deny(
                                Refusal.RIGHTS,
                                ReasonCode.NOT_AUTHORIZED,
                                "user " + Abridged.of(own.name()) + " has no right to subscribe to "
                                        + Abridged.of(filter.text()));
        };
    }

    private @Nullable TokenFault publishFault(TokenIdentity identity, Topic topic) {
        return keyring.opens(identity.key(), tenant.id())
                ? identity.publishFault(topic)
                : TokenFault.ACCOUNT_NOT_AUTHORIZED;
    }

    private @Nullable TokenFault subscribeFault(TokenIdentity identity, TopicFilter filter) {
        return keyring.opens(identity.key(), tenant.id())
                ? identity.subscribeFault(filter)
                : TokenFault.ACCOUNT_NOT_AUTHORIZED;
    }

    private Decision closed(String accessKey) {
        return Decision.deny(
                Refusal.RIGHTS,
                ReasonCode.NOT_AUTHORIZED,
                "AccessKey " + accessKey + " does not open instance " + tenant.id() + " any more");
    }

    private static Decision decision(@Nullable TokenFault fault, String what) {
        return fault == null
                ? Decision.ALLOW
                : Decision.deny(Refusal.RIGHTS, ReasonCode.NOT_AUTHORIZED, fault.text() + ": " + Abridged.of(what));
    }

    private static boolean isNotice(TopicFilter filter) {
        return !filter.isShared()
                && (filter.filter().equals(Notices.EXPIRES.toString())
                        || filter.filter().equals(Notices.INVALID.toString()));
    }
}
