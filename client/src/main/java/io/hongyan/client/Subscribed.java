package io.hongyan.client;

import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A subscription that holds, over all connections, until it is closed. Any thread may call it.
public final class Subscribed implements AutoCloseable {
    private final Session session;
    private final ActiveSubscription entry;
    private final QoS granted;

    Subscribed(Session session, ActiveSubscription entry, ReasonCode reason) {
        this.session = session;
        this.entry = entry;
        this.granted = QoS.of(Math.min(2, reason.code()));
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
        SubscriptionRequest request =
                new SubscriptionRequest(SubscriptionRequest.Kind.UNSUBSCRIBE, List.of(entry), false);
        session.submit(request);
        return request;
    }

    /// Ends it without waiting for the server. Again, it does no harm.
    @Override
    public void close() {
        session.submit(new SubscriptionRequest(SubscriptionRequest.Kind.UNSUBSCRIBE, List.of(entry), true));
    }
}
