package io.hongyan.client.session;

import io.hongyan.client.message.Delivery;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.MqttException;
import io.hongyan.client.publish.OutgoingMessage;
import io.hongyan.client.receive.ActiveSubscription;
import io.hongyan.client.receive.DeliveryHandler;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.property.Property;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Requests and their answers (MQTT 5.0, chapter 4.10): one topic of this client's own where all answers come, told
/// apart by eight bytes that come back. It is subscribed with the first request.
///
/// Confined to the loop, except [#request].
final class Requester {
    private final ClientOperations calls;
    private final Session session;
    private final Map<Long, Pending> pending = new HashMap<>(0);
    private final long first;
    private long next;
    private @Nullable String replyTopic;
    private @Nullable SubscriptionRequest subscription;

    private record Pending(CompletableFuture<Delivery> answer, boolean direct) {}

    /// @param first the number of the first request; it must be unpredictable
    Requester(ClientOperations calls, Session session, long first) {
        this.calls = calls;
        this.session = session;
        this.first = first;
        this.next = first;
    }

    /// Any thread.
    CompletableFuture<Delivery> request(Message message, Duration timeout, boolean direct) {
        if (!session.isV5()) {
            throw new IllegalStateException("request needs version(MQTT_5): before, a message has no response topic");
        }
        CompletableFuture<Delivery> answer = new CompletableFuture<>();
        session.submit(
                () -> begin(message, timeout, new Pending(answer, direct)),
                () -> answer.completeExceptionally(session.closedBecause()));
        return answer;
    }

    private void begin(Message message, Duration timeout, Pending waiting) {
        long id = next++;
        pending.put(id, waiting);
        if (session.isClosed()) {
            fail(id, session.closedBecause());
            return;
        }
        session.loop()
                .after(
                        timeout.toMillis(),
                        () -> fail(id, session.timedOut("the request to " + message.topic(), timeout)));
        subscribed()
                .whenComplete((reason, fault) -> {
                    if (fault != null) {
                        subscription = null;
                        fail(id, withAdvice(fault));
                    } else {
                        send(message, id);
                    }
                })
                .exceptionally(seen -> null);
    }

    private CompletableFuture<?> subscribed() {
        SubscriptionRequest asked = subscription;
        if (asked == null) {
            Subscription wanted = new Subscription(replyTopic(), QoS.AT_LEAST_ONCE);
            ActiveSubscription entry = calls.entry(wanted, new Answers(), isPrivate(replyTopic()));
            if (entry.local()) {
                session.subscriptions().listen(entry);
                asked = new SubscriptionRequest(SubscriptionRequest.Kind.SUBSCRIBE, List.of(entry), true);
                asked.complete(new SubscribeAnswer(List.of(ReasonCode.SUCCESS), ""));
            } else {
                asked = new SubscriptionRequest(SubscriptionRequest.Kind.SUBSCRIBE, List.of(entry), true);
                session.subscriptions().ask(asked);
            }
            subscription = asked;
        }
        return asked;
    }

    private String replyTopic() {
        String topic = replyTopic;
        if (topic == null) {
            String chosen = session.options().session().replyTopic();
            String id = session.clientId();
            // Before the first CONNACK the server may not have chosen an id yet; any unpredictable name will do.
            topic = chosen != null ? chosen : "hongyan/replies/" + (id.isEmpty() ? Long.toHexString(first) : id);
            replyTopic = topic;
        }
        return topic;
    }

    /// The refusal of the subscription to the reply topic, with the setting to change.
    private Throwable withAdvice(Throwable fault) {
        return fault instanceof MqttException.Refused refused
                ? new MqttException.Refused(
                        "the subscription to the reply topic " + replyTopic(),
                        refused.reason(),
                        refused.text(),
                        "set replyTopic on the builder to a topic that this client may subscribe to; with the cloud's"
                                + " rules parent/p2p/clientId, which needs no subscription")
                : fault;
    }

    /// Messages to one device come to it without a subscription.
    private static boolean isPrivate(String topic) {
        String[] levels = topic.split("/", -1);
        return levels.length >= 3 && levels[1].equals("p2p");
    }

    private void send(Message message, long id) {
        byte[] correlation = ByteBuffer.allocate(Long.BYTES).putLong(id).array();
        Message complete = message.withResponseTopic(replyTopic()).withCorrelation(correlation);
        OutgoingMessage outgoing =
                new OutgoingMessage(session.options().callbacks().observer().publishing(complete), true);
        outgoing.whenComplete((outcome, fault) -> {
                    if (outcome != null && !outcome.isDelivered()) {
                        try {
                            outcome.orThrow();
                        } catch (MqttException why) {
                            fail(id, why);
                        }
                    }
                })
                .exceptionally(seen -> null);
        session.outbound().publishInMemory(outgoing);
    }

    private void fail(long id, Throwable why) {
        Pending waiting = pending.remove(id);
        if (waiting != null) {
            Runnable completion = () -> waiting.answer().completeExceptionally(why);
            session.callbacks().complete(completion, waiting.direct());
        }
    }

    /// Takes answers on the loop, and completes the future of the request.
    private final class Answers implements DeliveryHandler {
        @Override
        public boolean offer(Delivery delivery) {
            delivery.acknowledge();
            byte[] correlation = delivery.properties().binary(Property.CORRELATION_DATA);
            if (correlation != null && correlation.length == Long.BYTES) {
                Pending waiting = pending.remove(ByteBuffer.wrap(correlation).getLong());
                if (waiting != null) {
                    session.callbacks().complete(() -> waiting.answer().complete(delivery), waiting.direct());
                }
            }
            return true;
        }

        @Override
        public void end(@Nullable MqttException why) {
            subscription = null;
            Throwable fault = why == null ? session.closedBecause() : withAdvice(why);
            for (Long id : List.copyOf(pending.keySet())) {
                fail(id, fault);
            }
        }
    }
}
