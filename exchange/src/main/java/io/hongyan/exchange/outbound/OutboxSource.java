package io.hongyan.exchange.outbound;

import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxEntry;
import io.hongyan.broker.store.OutboxPage;
import io.hongyan.broker.store.StoreException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/// The messages of an outbox.
public final class OutboxSource implements MessageSource {
    private static final int MOST = 1000;

    private final Outbox outbox;
    private final Function<OutboxEntry, PendingMessage> mapping;
    private final OldestMessage oldest;
    private long last;

    /// @param mapping makes of an entry what is sent
    /// @param oldest is told
    public OutboxSource(Outbox outbox, Function<OutboxEntry, PendingMessage> mapping, OldestMessage oldest) {
        this.outbox = outbox;
        this.mapping = mapping;
        this.oldest = oldest;
    }

    @Override
    public List<PendingMessage> take() throws InterruptedException {
        OutboxPage page;
        try {
            page = outbox.read(last, MOST).get();
        } catch (ExecutionException e) {
            throw new StoreException("the outbox cannot be read", e);
        }
        last = page.last();
        oldest.read(page.entries());
        return page.entries().stream().map(mapping).toList();
    }

    @Override
    public void settled() {
        outbox.acknowledge(last);
        oldest.settled();
    }
}
