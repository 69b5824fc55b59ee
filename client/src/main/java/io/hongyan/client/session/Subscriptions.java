package io.hongyan.client.session;

import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.message.MqttException;
import io.hongyan.client.publish.InFlightWindow;
import io.hongyan.client.publish.PendingOperation;
import io.hongyan.client.receive.ActiveSubscription;
import io.hongyan.client.receive.DeliveryHandler;
import io.hongyan.client.topic.FilterTree;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The user's subscriptions, which are sent to the server, and again when it has forgotten the session. Requests wait
/// here while there is no connection.
///
/// Confined to the loop.
final class Subscriptions {
    /// The most filters in one SUBSCRIBE when subscribing again.
    private static final int BATCH = 50;

    private final Session session;
    private final InFlightWindow window;
    private final FilterTree<DeliveryHandler> tree = new FilterTree<>();
    private final List<ActiveSubscription> entries = new ArrayList<>(0);
    private List<SubscriptionRequest> waiting = List.of();

    /// @param window where requests wait for their answers, among the messages
    Subscriptions(Session session, InFlightWindow window) {
        this.session = session;
        this.window = window;
    }

    List<DeliveryHandler> match(Topic topic) {
        return tree.match(topic);
    }

    /// Adds a subscription without telling the server.
    void listen(ActiveSubscription entry) {
        entries.add(entry);
        tree.add(entry.filter(), entry.handler());
    }

    void ask(SubscriptionRequest request) {
        if (session.isClosed()) {
            request.fail(session.closedBecause());
            finish(request);
            return;
        }
        boolean done = switch (request.kind()) {
            case SUBSCRIBE, SUBSCRIBE_EACH -> {
                request.entries().forEach(this::listen);
                yield false;
            }
            case CLOSE -> {
                ActiveSubscription entry = request.entries().getFirst();
                forget(entry, null);
                yield entry.local() || isWanted(entry);
            }
            case UNSUBSCRIBE -> {
                request.entries().forEach(this::forgetAll);
                yield false;
            }
            case AGAIN, PLAIN_SUBSCRIBE, PLAIN_UNSUBSCRIBE -> false;
        };
        if (done) {
            request.settle(List.of(ReasonCode.SUCCESS), "");
            finish(request);
        } else {
            send(request);
        }
    }

    /// SUBACK or UNSUBACK.
    ///
    /// @param packet its name
    /// @throws ProtocolException when something else waits under that identifier (chapter 4.13)
    void answered(int id, boolean unsubscribed, String packet, List<ReasonCode> reasons, Properties properties) {
        PendingOperation<?> work = window.get(id);
        if (work instanceof SubscriptionRequest request && request.kind().unsubscribes() == unsubscribed) {
            window.remove(request);
            answered(request, reasons, properties);
        } else if (work != null) {
            throw InFlightWindow.unexpected(packet, id, work);
        }
    }

    private void answered(SubscriptionRequest request, List<ReasonCode> reasons, Properties properties) {
        @Nullable String given = properties.text(Property.REASON_STRING);
        String text = given == null ? "" : given;
        switch (request.kind()) {
            case SUBSCRIBE, SUBSCRIBE_EACH -> subscribed(request, reasons, text);
            case AGAIN -> {
                for (int i = 0; i < Math.min(request.entries().size(), reasons.size()); i++) {
                    ActiveSubscription entry = request.entries().get(i);
                    if (reasons.get(i).isError() && entries.contains(entry)) {
                        MqttException why = refusal(entry, reasons.get(i), text);
                        forget(entry, why);
                        session.callbacks()
                                .emit(new ClientEvent.SubscriptionLost(
                                        entry.filter().text(), why));
                    }
                }
            }
            case CLOSE, UNSUBSCRIBE, PLAIN_SUBSCRIBE, PLAIN_UNSUBSCRIBE -> request.settle(List.copyOf(reasons), text);
        }
        finish(request);
    }

    private void subscribed(SubscriptionRequest request, List<ReasonCode> reasons, String text) {
        List<ReasonCode> answers = new ArrayList<>();
        for (int i = 0; i < request.entries().size(); i++) {
            ReasonCode reason = i < reasons.size() ? reasons.get(i) : ReasonCode.UNSPECIFIED_ERROR;
            answers.add(reason);
            if (reason.isError()) {
                ActiveSubscription entry = request.entries().get(i);
                MqttException why = refusal(entry, reason, text);
                forget(entry, why);
                if (request.kind() == SubscriptionRequest.Kind.SUBSCRIBE) {
                    request.fail(why);
                }
            }
        }
        request.settle(List.copyOf(answers), text);
    }

    /// The connection was lost: unanswered requests are sent again on the next one.
    void lost() {
        for (SubscriptionRequest request : window.operations(SubscriptionRequest.class)) {
            window.remove(request);
            if (request.kind() != SubscriptionRequest.Kind.AGAIN) {
                await(request);
            }
        }
    }

    /// The server accepted the client.
    ///
    /// @param forgotten whether it has lost the session
    void resume(boolean forgotten) {
        List<SubscriptionRequest> again = waiting;
        waiting = List.of();
        if (forgotten) {
            askAgain(again);
        }
        again.forEach(this::send);
    }

    /// The client is closed: no more answers come.
    ///
    /// @param why for calls that wait for an answer
    /// @param failed whether the client gave up, in contrast to the user's close
    void close(MqttException why, boolean failed) {
        for (SubscriptionRequest request : waiting) {
            request.fail(why);
            finish(request);
        }
        waiting = List.of();
        entries.forEach(entry -> entry.handler().end(failed ? why : null));
        entries.clear();
    }

    private void askAgain(List<SubscriptionRequest> alreadyAsked) {
        Map<String, ActiveSubscription> byFilter = new LinkedHashMap<>();
        for (ActiveSubscription entry : entries) {
            if (!entry.local()) {
                byFilter.put(entry.filter().text(), entry);
            }
        }
        for (SubscriptionRequest request : alreadyAsked) {
            request.entries().forEach(entry -> byFilter.remove(entry.filter().text()));
        }
        List<ActiveSubscription> forgotten = new ArrayList<>(byFilter.values());
        for (int from = 0; from < forgotten.size(); from += BATCH) {
            List<ActiveSubscription> some = forgotten.subList(from, Math.min(from + BATCH, forgotten.size()));
            send(new SubscriptionRequest(SubscriptionRequest.Kind.AGAIN, List.copyOf(some), true));
        }
    }

    private void send(SubscriptionRequest request) {
        ServerConnection connection = session.connection();
        if (connection == null) {
            await(request);
            return;
        }
        window.take(request);
        connection.send(request.packet());
    }

    private void await(SubscriptionRequest request) {
        if (waiting.isEmpty()) {
            waiting = new ArrayList<>();
        }
        waiting.add(request);
    }

    /// @param why null = the user closed the subscription
    private void forget(ActiveSubscription entry, @Nullable MqttException why) {
        if (entries.remove(entry)) {
            tree.remove(entry.filter(), entry.handler());
            entry.handler().end(why);
        }
    }

    /// Ends all receivers that were subscribed with this filter.
    private void forgetAll(ActiveSubscription filter) {
        for (ActiveSubscription entry : List.copyOf(entries)) {
            if (!entry.local() && entry.filter().text().equals(filter.filter().text())) {
                forget(entry, null);
            }
        }
    }

    private boolean isWanted(ActiveSubscription gone) {
        return entries.stream()
                .anyMatch(entry -> !entry.local()
                        && entry.filter().text().equals(gone.filter().text()));
    }

    private void finish(SubscriptionRequest request) {
        session.callbacks().complete(request, request.direct());
    }

    private static MqttException refusal(ActiveSubscription entry, ReasonCode reason, String text) {
        return new MqttException.Refused("the subscription " + entry.filter(), reason, text);
    }
}
