package io.hongyan.broker.session;

import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.auth.OutboundRule;
import io.hongyan.broker.context.ShardContext;
import io.hongyan.broker.event.Counter;
import io.hongyan.broker.event.PacketWatch;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageId;
import io.hongyan.broker.message.PublishResult;
import io.hongyan.broker.message.ServerMessage;
import io.hongyan.broker.route.DeliveryTracker;
import io.hongyan.broker.route.Router;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.codec.QoS;
import io.hongyan.codec.topic.Topic;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Publishes in the name of the server. There is no permission to check; room is.
///
/// Confined to its shard.
public final class ServerPublisher {
    private final ShardContext context;
    private final PublishChecks checks;
    private final Router router;
    private final RuleWriter rules;
    private final MessageTracer tracer;

    public ServerPublisher(
            ShardContext context, PublishChecks checks, Router router, RuleWriter rules, MessageTracer tracer) {
        this.context = context;
        this.checks = checks;
        this.router = router;
        this.rules = rules;
        this.tracer = tracer;
    }

    /// @param answer completes when everything is durable that must be, on this shard
    public void publish(
            InstanceShard home, ClientPolicy policy, ServerMessage what, CompletableFuture<PublishResult> answer) {
        String instance = home.instance().name();
        MessageId given = what.id();
        MessageId id = given == null ? tracer.id(instance) : given;
        Message message = what.at(context.clock().wallMillis(), tracer.picks(policy, id) ? id : null);
        List<OutboundRule> leaving = what.leaves() ? policy.outbound().find(what.address(), false) : List.of();
        boolean tracked = message.qos() != QoS.AT_MOST_ONCE || message.retain() || !leaving.isEmpty();
        Publication publication = new Publication(context.index(), id, answer);
        String full = tracked ? full(home, policy, what, leaving) : null;
        if (full == null && !leaving.isEmpty()) {
            // Leaves by an id that begins as those of this instance do, whoever gave another: by that, what comes round
            // from the other system is known to be ours.
            MessageId own = given == null ? id : tracer.id(instance);
            full = send(instance, leaving, message, own, publication);
        }
        if (full != null) {
            answer.complete(PublishResult.refusal(full));
            return;
        }
        tracer.published(policy, message, what.origin());
        PacketWatch watch = context.watchpoint().watch();
        if (watch != null) {
            WatchedPackets.published(watch, instance, message);
        }
        publication.receivers = router.publish(
                home.instance(),
                home.routes(),
                policy.directDelivery(),
                what.address(),
                message,
                what.waits(),
                tracked ? publication : null);
        if (publication.receivers == 0) {
            context.counters().count(Counter.MESSAGES_UNROUTED);
        }
        publication.confirm();
    }

    /// Gives the message to its rules.
    ///
    /// @return why it must be refused, or null
    private @Nullable String send(
            String instance, List<OutboundRule> leaving, Message message, MessageId id, Publication publication) {
        OutboxLabel label = RuleWriter.labelOfServer(id);
        if (message.qos() == QoS.AT_MOST_ONCE) {
            rules.offer(instance, leaving, message, label);
            return null;
        }
        OutboundRule full = rules.take(leaving, message, label, publication, null);
        return full == null ? null : RuleWriter.why(full);
    }

    private @Nullable String full(
            InstanceShard home, ClientPolicy policy, ServerMessage message, List<OutboundRule> leaving) {
        String full = checks.full(home.instance());
        if (full != null) {
            return full;
        }
        String outage = context.store().outage();
        if (outage != null && needsDisk(home, policy, message, leaving)) {
            return outage;
        }
        return RuleWriter.full(leaving);
    }

    private static boolean needsDisk(
            InstanceShard home, ClientPolicy policy, ServerMessage message, List<OutboundRule> leaving) {
        Topic topic = message.address();
        return message.retain()
                || !leaving.isEmpty()
                || policy.directDelivery().target(topic) != null
                || home.routes().match(topic).needsDisk();
    }

    private static final class Publication extends DeliveryTracker {
        private final MessageId id;
        private final CompletableFuture<PublishResult> answer;
        private int receivers;

        Publication(int shard, MessageId id, CompletableFuture<PublishResult> answer) {
            super(shard, null);
            this.id = id;
            this.answer = answer;
        }

        @Override
        protected void delivered() {
            answer.complete(PublishResult.accepted(receivers, id));
        }
    }
}
