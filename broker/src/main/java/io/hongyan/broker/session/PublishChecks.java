package io.hongyan.broker.session;

import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.auth.Decision;
import io.hongyan.broker.auth.Refusal;
import io.hongyan.broker.config.ProtocolLimits;
import io.hongyan.broker.context.ShardContext;
import io.hongyan.broker.route.Instance;
import io.hongyan.broker.route.ShardDispatcher;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.packet.Will;
import io.hongyan.codec.topic.Topic;
import org.jspecify.annotations.Nullable;

/// Whether a message may be published: protocol limits, room, permission, policy.
///
/// Confined to its shard.
public final class PublishChecks {
    private final ShardContext context;
    private final ShardDispatcher dispatcher;
    private final ProtocolLimits limits;

    public PublishChecks(ShardContext context, ShardDispatcher dispatcher) {
        this.context = context;
        this.dispatcher = dispatcher;
        this.limits = context.config().protocol();
    }

    /// Ends the connection of a client that does not keep to what CONNACK said.
    void checkLimits(Publish p) {
        if (p.qos().compareTo(limits.maxQoS()) > 0) {
            throw new ProtocolException(
                    ReasonCode.QOS_NOT_SUPPORTED,
                    "MQTT-3.2.2-11",
                    "QoS " + p.qos().level() + " is not served");
        }
        if (p.retain() && !limits.retainAvailable()) {
            throw new ProtocolException(
                    ReasonCode.RETAIN_NOT_SUPPORTED, "MQTT-3.2.2-14", "retained messages are not served");
        }
    }

    /// Whether a client may publish that.
    Decision publish(Session from, Topic topic, Publish p) {
        int levels = limits.maxTopicLevels();
        if (topic.length() > levels && topic.levelCount() > levels) {
            return Decision.deny(
                    Refusal.INVALID_TOPIC,
                    ReasonCode.TOPIC_NAME_INVALID,
                    "a topic of " + topic.levelCount() + " levels; the limit is " + levels);
        }
        String full = p.qos() == QoS.AT_MOST_ONCE ? null : full(from, topic, p);
        if (full != null) {
            return Decision.deny(ReasonCode.QUOTA_EXCEEDED, full);
        }
        return permitted(from, topic, p.qos(), p.retain(), p.payload().length);
    }

    /// Why a 5.0 client, which can know it from CONNACK, is not let in with that will, or null [MQTT-3.2.2-12,
    /// MQTT-3.2.2-13].
    public Decision.@Nullable Deny unsupported(Will will) {
        if (will.qos().compareTo(limits.maxQoS()) > 0) {
            return new Decision.Deny(
                    ReasonCode.QOS_NOT_SUPPORTED, "a will of QoS " + will.qos().level());
        }
        return will.retain() && !limits.retainAvailable()
                ? new Decision.Deny(ReasonCode.RETAIN_NOT_SUPPORTED, "a retained will")
                : null;
    }

    /// Whether a client may publish that will.
    public Decision will(Session from, Will will) {
        Decision.Deny unsupported = unsupported(will);
        if (unsupported != null) {
            return unsupported;
        }
        Topic topic = will.topic();
        int levels = limits.maxTopicLevels();
        if (topic.startsWithDollar()) {
            return Decision.deny(ReasonCode.NOT_AUTHORIZED, "topics that begin with $ are the server's");
        }
        if (topic.levelCount() > levels) {
            return Decision.deny(
                    ReasonCode.TOPIC_NAME_INVALID,
                    "a topic of " + topic.levelCount() + " levels; the limit is " + levels);
        }
        return permitted(from, topic, will.qos(), will.retain(), will.payload().length);
    }

    private static Decision permitted(Session from, Topic topic, QoS qos, boolean retain, int payloadBytes) {
        ClientPolicy policy = from.policy();
        Decision decision = policy.authorizer().publish(from, topic);
        return decision instanceof Decision.Allow
                ? policy.publishPolicy().check(from, topic, qos, retain, payloadBytes)
                : decision;
    }

    /// Why that message of QoS 1 or 2 should not be accepted because there is no room for it, or null.
    @Nullable
    String full(Session from, Topic topic, Publish p) {
        String full = full(from.home().instance());
        if (full != null) {
            return full;
        }
        String outage = context.store().outage();
        if (outage != null && needsDisk(from, topic, p)) {
            return outage;
        }
        return RuleWriter.full(from.policy().outbound().find(topic, true));
    }

    /// Whether the message is acknowledged only when it is durable, or may be: of a direct message, the session of its
    /// receiver is not known here.
    private static boolean needsDisk(Session from, Topic topic, Publish p) {
        return p.retain()
                || (p.qos() == QoS.EXACTLY_ONCE && from.needsDisk())
                || from.policy().directDelivery().target(topic) != null
                || !from.policy().outbound().find(topic, true).isEmpty()
                || from.home().routes().match(topic).needsDisk();
    }

    /// Why nothing more should be accepted that may have to wait, or null.
    @Nullable
    String full(Instance instance) {
        if (context.memory().full(instance.queuedBytes(), dispatcher.collected())) {
            return "the memory for waiting messages is used up";
        }
        String disk = context.disk().full(instance.stored());
        if (disk != null) {
            return disk;
        }
        return context.store().refusal();
    }
}
