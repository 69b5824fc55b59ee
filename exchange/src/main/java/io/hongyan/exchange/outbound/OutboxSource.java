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
    private long last;

    /// @param mapping makes of an entry what is sent
    public OutboxSource(Outbox outbox, Function<OutboxEntry, PendingMessage> mapping) {
        this.outbox = outbox;
        this.mapping = mapping;
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
        return page.entries().stream().map(mapping).toList();
    }

    @Override
    public void settled() {
        outbox.acknowledge(last);
    }
}
