package io.hongyan.client;

import io.hongyan.client.receive.ActiveSubscription;
import io.hongyan.client.session.ClientOperations;
import io.hongyan.client.session.SubscribeAnswer;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A subscription that holds, over all connections, until it is closed. Any thread may call it.
public final class Subscribed implements AutoCloseable {
    private final ClientOperations calls;
    private final ActiveSubscription entry;
    private final QoS granted;

    Subscribed(ClientOperations calls, ActiveSubscription entry, ReasonCode reason) {
        this.calls = calls;
        this.entry = entry;
        this.granted = QoS.of(Math.min(2, reason.code()));
    }

    /// One outcome for each filter, in the order of the filters.
    static List<SubscribeOutcome> outcomes(
            ClientOperations calls, List<ActiveSubscription> entries, SubscribeAnswer answer) {
        List<SubscribeOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            ActiveSubscription entry = entries.get(i);
            ReasonCode reason = answer.reasons().get(i);
            outcomes.add(
                    reason.isError()
                            ? new SubscribeOutcome.Refused(entry.filter().text(), reason, answer.text())
                            : new SubscribeOutcome.Granted(new Subscribed(calls, entry, reason)));
        }
        return List.copyOf(outcomes);
    }

    /// The filter as it was given.
    public String filter() {
        return entry.filter().text();
    }

    /// The highest QoS that messages come with.
    public QoS granted() {
        return granted;
    }

    /// Ends it. The future is completed when the server has said so, or had not to be asked, since another subscription
    /// of this client has the same filter.
    public CompletableFuture<ReasonCode> closeAsync() {
        return calls.unsubscribe(entry);
    }

    /// Ends it without waiting for the server. A second call does nothing.
    @Override
    public void close() {
        calls.drop(entry);
    }
}
