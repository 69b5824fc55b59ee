package io.hongyan.client;

import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who listens to what: the filters of the user, which the server is asked for, and asked for again when it has
/// forgotten them. Wishes wait here while there is no connection.
///
/// Confined to the loop.
final class Subscriptions {
    /// Filters in one SUBSCRIBE when many are asked for again.
    private static final int BATCH = 50;

    private final Session session;
    private final FilterTree<Entry> tree = new FilterTree<>();
    private final List<Entry> entries = new ArrayList<>(0);
    private final ArrayDeque<Request> waiting = new ArrayDeque<>();

    Subscriptions(Session session) {
        this.session = session;
    }

    List<Entry> match(Topic topic) {
        return tree.match(topic);
    }

    /// Listens without asking the server.
    void listen(Entry entry) {
        entries.add(entry);
        tree.add(entry.filter(), entry);
    }

    void ask(Request request) {
        if (session.isClosed()) {
            request.fail(session.closedBecause());
            finish(request);
            return;
        }
        Entry entry = request.entries().getFirst();
        if (request.kind() == Request.Kind.SUBSCRIBE) {
            listen(entry);
        } else if (request.kind() == Request.Kind.UNSUBSCRIBE) {
            forget(entry);
            if (entry.local() || isWanted(entry)) {
                request.settle(ReasonCode.SUCCESS);
                finish(request);
                return;
            }
        }
        send(request);
    }

    /// The server has answered.
    void answered(Request request, List<ReasonCode> reasons, Properties properties) {
        switch (request.kind()) {
            case SUBSCRIBE -> {
                ReasonCode reason = reasons.isEmpty() ? ReasonCode.UNSPECIFIED_ERROR : reasons.getFirst();
                Entry entry = request.entries().getFirst();
                if (reason.isError()) {
                    forget(entry);
                    request.fail(refusal(entry, reason, properties));
                } else {
                    request.settle(reason);
                }
            }
            case AGAIN -> {
                for (int i = 0; i < Math.min(request.entries().size(), reasons.size()); i++) {
                    Entry entry = request.entries().get(i);
                    if (reasons.get(i).isError() && entries.contains(entry)) {
                        forget(entry);
                        session.tell(new ClientEvent.SubscriptionLost(
                                entry.filter().text(), refusal(entry, reasons.get(i), properties)));
                    }
                }
            }
            case PLAIN_SUBSCRIBE, PLAIN_UNSUBSCRIBE -> request.settle(List.copyOf(reasons));
            case UNSUBSCRIBE -> request.settle(reasons.isEmpty() ? ReasonCode.SUCCESS : reasons.getFirst());
        }
        finish(request);
    }

    /// The connection is gone: what was not answered is asked again on the next one.
    void lost(List<Request> unanswered) {
        unanswered.stream()
                .filter(request -> request.kind() != Request.Kind.AGAIN)
                .forEach(waiting::add);
    }

    /// The server let the client in.
    ///
    /// @param forgotten whether it has forgotten what was asked for before
    void resume(boolean forgotten) {
        List<Request> again = new ArrayList<>(waiting);
        waiting.clear();
        if (forgotten) {
            askAgain(again);
        }
        again.forEach(this::send);
    }

    /// Nobody will answer any more.
    void close(MqttException why) {
        for (Request request : waiting) {
            request.fail(why);
            finish(request);
        }
        waiting.clear();
        entries.forEach(entry -> entry.sink().end());
        entries.clear();
    }

    private void askAgain(List<Request> alreadyAsked) {
        Map<String, Entry> byFilter = new LinkedHashMap<>();
        for (Entry entry : entries) {
            if (!entry.local()) {
                byFilter.put(entry.filter().text(), entry);
            }
        }
        for (Request request : alreadyAsked) {
            byFilter.remove(request.entries().getFirst().filter().text());
        }
        List<Entry> forgotten = new ArrayList<>(byFilter.values());
        for (int from = 0; from < forgotten.size(); from += BATCH) {
            List<Entry> some = forgotten.subList(from, Math.min(from + BATCH, forgotten.size()));
            send(new Request(Request.Kind.AGAIN, List.copyOf(some), true));
        }
    }

    private void send(Request request) {
        Link link = session.link();
        if (link == null) {
            waiting.add(request);
            return;
        }
        session.outbound().flight().take(request);
        link.send(request.packet());
    }

    private void forget(Entry entry) {
        if (entries.remove(entry)) {
            tree.remove(entry.filter(), entry);
            entry.sink().end();
        }
    }

    private boolean isWanted(Entry gone) {
        return entries.stream()
                .anyMatch(entry -> !entry.local()
                        && entry.filter().text().equals(gone.filter().text()));
    }

    private void finish(Request request) {
        session.finish(request, request.direct());
    }

    private static MqttException refusal(Entry entry, ReasonCode reason, Properties properties) {
        @Nullable String text = properties.text(Property.REASON_STRING);
        return new MqttException.Refused("the subscription " + entry.filter(), reason, text == null ? "" : text);
    }
}
