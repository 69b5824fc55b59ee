package io.hongyan.testkit.sim;

import io.hongyan.broker.auth.Authorizer;
import io.hongyan.broker.auth.Client;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.auth.ControlTopics;
import io.hongyan.broker.auth.Decision;
import io.hongyan.broker.auth.DeliveryPace;
import io.hongyan.broker.auth.DirectDelivery;
import io.hongyan.broker.auth.GrantedLimits;
import io.hongyan.broker.auth.OutboundRules;
import io.hongyan.broker.auth.PresenceListener;
import io.hongyan.broker.auth.PublishPolicy;
import io.hongyan.broker.auth.Reaction;
import io.hongyan.broker.auth.Reactions;
import io.hongyan.broker.auth.StatusRules;
import io.hongyan.broker.auth.SubscribePolicy;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import io.hongyan.testkit.sim.model.ClientKey;
import io.hongyan.testkit.sim.model.Rights;
import java.time.Duration;
import java.util.Map;

/// The hooks of a simulated instance. Each may throw when it is told to.
final class SimRules {
    /// A control topic that answers yes.
    static final String COMMAND = "$SYS/command";

    private SimRules() {}

    static ClientPolicy of(
            Settings settings,
            Rights rights,
            Injections injections,
            Map<ClientKey, Client> present,
            Map<String, Integer> filters,
            OutboundRules outbound) {
        PublishPolicy policy = (client, topic, qos, retain, payloadBytes) -> {
            injections.pass(Operation.Hook.PUBLISH_POLICY, SimAuthenticator.key(client));
            return Decision.ALLOW;
        };
        ControlTopics controls = topic -> topic.toString().equals(COMMAND) ? (_, _) -> Decision.ALLOW : null;
        String prefix = Settings.DIRECT_PREFIX;
        DirectDelivery direct =
                topic -> topic.toString().startsWith(prefix) ? topic.toString().substring(prefix.length()) : null;
        return new ClientPolicy(
                new SimAuthorizer(rights, injections),
                policy,
                new CountedFilters(filters),
                controls,
                settings.direct() ? direct : DirectDelivery.NONE,
                new SimPresence(injections, present),
                reactions(settings.refusedPublish()),
                GrantedLimits.NONE,
                DeliveryPace.UNLIMITED,
                outbound,
                StatusRules.NONE);
    }

    /// The same to each kind of publish; a refused filter is told where the version can.
    private static Reactions reactions(Reaction toPublish) {
        return new Reactions(toPublish, toPublish, toPublish, toPublish, toPublish, Reaction.REFUSE, Reaction.REFUSE);
    }

    private record SimAuthorizer(Rights rights, Injections injections) implements Authorizer {
        @Override
        public Decision publish(Client client, Topic topic) {
            ClientKey key = SimAuthenticator.key(client);
            injections.pass(Operation.Hook.AUTHORIZE_PUBLISH, key);
            return rights.allows(key, true, topic.toString())
                    ? Decision.ALLOW
                    : Decision.deny(ReasonCode.NOT_AUTHORIZED, "no right for " + topic);
        }

        @Override
        public Decision subscribe(Client client, TopicFilter filter) {
            ClientKey key = SimAuthenticator.key(client);
            injections.pass(Operation.Hook.AUTHORIZE_SUBSCRIBE, key);
            return rights.allows(key, false, filter.text())
                    ? Decision.ALLOW
                    : Decision.deny(ReasonCode.NOT_AUTHORIZED, "no right for " + filter.text());
        }
    }

    private record CountedFilters(Map<String, Integer> filters) implements SubscribePolicy {
        @Override
        public Decision admit(Client client, TopicFilter filter, int held) {
            filters.merge(client.instance(), 1, Integer::sum);
            return Decision.ALLOW;
        }

        @Override
        public void released(String instance, TopicFilter filter) {
            filters.merge(instance, -1, Integer::sum);
        }
    }

    private record SimPresence(Injections injections, Map<ClientKey, Client> present) implements PresenceListener {
        private static final Duration SOON = Duration.ofMillis(400);

        @Override
        public void connected(Client client) {
            ClientKey key = SimAuthenticator.key(client);
            present.put(key, client);
            if (injections.due(Operation.Hook.TIMER)) {
                client.after(SOON, () -> injections.fire(Operation.Hook.TIMER, key));
            }
            injections.pass(Operation.Hook.CONNECTED, key);
        }

        @Override
        public void disconnected(Client client) {
            ClientKey key = SimAuthenticator.key(client);
            present.remove(key);
            injections.pass(Operation.Hook.DISCONNECTED, key);
        }
    }
}
