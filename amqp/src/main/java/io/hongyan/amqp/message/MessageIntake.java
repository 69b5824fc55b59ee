package io.hongyan.amqp.message;

import io.hongyan.amqp.codec.ReplyCode;
import io.hongyan.amqp.codec.content.BasicProperties;
import io.hongyan.amqp.codec.method.BasicPublish;
import io.hongyan.broker.Broker;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.auth.Decision;
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
    /// @param reason the one that MQTT has for the same, to count
    /// @param why it was refused; null when it was accepted
    public record Outcome(
            ReplyCode code, ReasonCode reason, @Nullable String why) {
        private static final Outcome ACCEPTED = new Outcome(ReplyCode.SUCCESS, ReasonCode.SUCCESS, null);

        public boolean isAccepted() {
            return why == null;
        }

        /// An error of this program.
        public static Outcome failed(Throwable error) {
            return new Outcome(
                    ReplyCode.INTERNAL_ERROR,
                    ReasonCode.UNSPECIFIED_ERROR,
                    "the message could not be published: " + error);
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
                        ReplyCode.CONTENT_TOO_LARGE,
                        ReasonCode.PACKET_TOO_LARGE,
                        "a message of " + size + " bytes; the limit is " + maxBytes);
            }
            ServerMessage message = PublishedMessage.of(publish, properties, body);
            return publish(account, peer, message);
        } catch (RefusedMessage refused) {
            Outcome outcome = new Outcome(refused.code(), refused.reason(), refused.getMessage());
            return CompletableFuture.completedFuture(told(account, peer, address, outcome));
        }
    }

    private CompletableFuture<Outcome> publish(BusinessAccount account, Peer peer, ServerMessage message) {
        String instance = account.instance();
        String topic = message.address().toString();
        if (!account.mayPublish(message.address())) {
            throw new RefusedMessage(
                    ReplyCode.ACCESS_REFUSED,
                    ReasonCode.NOT_AUTHORIZED,
                    account.name() + " has no right to publish to topic " + topic);
        }
        Decision.Deny denied = cloud.denial(instance, message);
        if (denied != null) {
            throw new RefusedMessage(ReplyCode.PRECONDITION_FAILED, denied.reason(), denied.why());
        }
        ClientPolicy policy = cloud.authenticator().policy(instance);
        Broker to = broker;
        if (policy == null || to == null) {
            throw new RefusedMessage(
                    ReplyCode.PRECONDITION_FAILED, ReasonCode.NOT_AUTHORIZED, "the instance was deleted");
        }
        CompletableFuture<PublishResult> published = to.publish(instance, policy, message);
        return published.thenApply(result -> result.refused() == null
                ? Outcome.ACCEPTED
                : told(
                        account,
                        peer,
                        topic,
                        new Outcome(ReplyCode.RESOURCE_ERROR, ReasonCode.QUOTA_EXCEEDED, result.refused())));
    }

    private Outcome told(BusinessAccount account, Peer peer, String topic, Outcome refused) {
        events.on(new BrokerEvent.PublishRefused(
                account.instance(), account.name(), peer, topic, refused.reason(), refused.why()));
        return refused;
    }
}
