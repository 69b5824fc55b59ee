package io.hongyan.amqp.message;

import io.hongyan.amqp.codec.ReplyCode;
import io.hongyan.amqp.codec.content.BasicProperties;
import io.hongyan.amqp.codec.method.BasicPublish;
import io.hongyan.broker.Broker;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.event.EventSink;
import io.hongyan.broker.message.PublishResult;
import io.hongyan.broker.message.ServerMessage;
import io.hongyan.cloud.Cloud;
import io.hongyan.cloud.business.BusinessAccount;
import io.hongyan.codec.ReasonCode;
import io.hongyan.transport.Peer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Takes messages of business systems and publishes them to MQTT clients. Any thread.
public final class MessageIntake {
    private final Cloud cloud;
    private final EventSink events;
    private final int maxBytes;
    private volatile @Nullable Broker broker;

    /// @param events told of refusals
    /// @param maxBytes the largest body
    public MessageIntake(Cloud cloud, EventSink events, int maxBytes) {
        this.cloud = cloud;
        this.events = events;
        this.maxBytes = maxBytes;
    }

    /// What becomes of a message.
    ///
    /// @param code the reply code for a channel without confirms
    /// @param why it was refused; null when it was accepted
    public record Outcome(ReplyCode code, @Nullable String why) {
        private static final Outcome ACCEPTED = new Outcome(ReplyCode.SUCCESS, null);

        public boolean isAccepted() {
            return why == null;
        }

        /// An error of this program.
        public static Outcome failed(Throwable error) {
            return new Outcome(ReplyCode.INTERNAL_ERROR, "the message could not be published: " + error);
        }

        @Override
        public String why() {
            return why == null ? "" : why;
        }
    }

    /// Begins to publish.
    public void start(Broker to) {
        broker = to;
    }

    /// Publishes a message with the rights of an account.
    ///
    /// @param size of the body
    /// @param body null when it is above the limit
    /// @return completes, on any thread, when what an MQTT message of QoS 1 is promised has been done for it
    public CompletableFuture<Outcome> take(
            BusinessAccount account,
            Peer peer,
            BasicPublish publish,
            BasicProperties properties,
            long size,
            byte @Nullable [] body) {
        String address = PublishedMessage.address(publish);
        try {
            if (body == null) {
                throw new RefusedMessage(
                        ReplyCode.CONTENT_TOO_LARGE, "a message of " + size + " bytes; the limit is " + maxBytes);
            }
            ServerMessage message = PublishedMessage.of(publish, properties, body);
            return publish(account, peer, message);
        } catch (RefusedMessage refused) {
            return CompletableFuture.completedFuture(
                    refused(account, peer, address, refused.code(), refused.getMessage()));
        }
    }

    private CompletableFuture<Outcome> publish(BusinessAccount account, Peer peer, ServerMessage message) {
        String instance = account.instance();
        String topic = message.address().toString();
        if (!account.mayPublish(message.address())) {
            throw new RefusedMessage(
                    ReplyCode.ACCESS_REFUSED, account.name() + " has no right to publish to topic " + topic);
        }
        String why = cloud.refusal(instance, message);
        ClientPolicy policy = cloud.authenticator().policy(instance);
        Broker to = broker;
        if (why != null || policy == null || to == null) {
            throw new RefusedMessage(ReplyCode.PRECONDITION_FAILED, why == null ? "the instance was deleted" : why);
        }
        CompletableFuture<PublishResult> published = to.publish(instance, policy, message);
        return published.thenApply(result -> result.refused() == null
                ? Outcome.ACCEPTED
                : refused(account, peer, topic, ReplyCode.RESOURCE_ERROR, result.refused()));
    }

    private Outcome refused(BusinessAccount account, Peer peer, String topic, ReplyCode code, @Nullable String why) {
        String text = String.valueOf(why);
        events.on(new BrokerEvent.PublishRefused(account.instance(), account.name(), peer, topic, reason(code), text));
        return new Outcome(code, text);
    }

    private static ReasonCode reason(ReplyCode code) {
        return switch (code) {
            case ACCESS_REFUSED -> ReasonCode.NOT_AUTHORIZED;
            case CONTENT_TOO_LARGE, RESOURCE_ERROR -> ReasonCode.QUOTA_EXCEEDED;
            case SYNTAX_ERROR -> ReasonCode.TOPIC_NAME_INVALID;
            default -> ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR;
        };
    }
}
