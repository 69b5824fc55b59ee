package io.hongyan.exchange.outbound;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxEntry;
import io.hongyan.broker.store.OutboxPage;
import io.hongyan.broker.store.StoreException;
import io.hongyan.exchange.rule.RuleFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/// The messages of an outbox.
final class OutboxSource implements MessageSource {
    private static final int MOST = 1000;

    private final Outbox outbox;
    private final Clock clock;
    private final RuleFigures figures;
    private long last;

    OutboxSource(Outbox outbox, Clock clock, RuleFigures figures) {
        this.outbox = outbox;
        this.clock = clock;
        this.figures = figures;
    }

    @Override
    public List<PendingMessage> take() throws InterruptedException {
        OutboxPage page;
        try {
            page = outbox.read(last, MOST).get();
        } catch (ExecutionException e) {
            throw new StoreException("the outbox cannot be read", e.getCause());
        }
        last = page.last();
        List<PendingMessage> taken = new ArrayList<>(page.entries().size());
        long now = clock.wallMillis();
        for (OutboxEntry entry : page.entries()) {
            OutboundMapping.Mapped mapped = OutboundMapping.of(entry.message(), entry.label(), now);
            String topic = entry.message().topic().toString();
            if (mapped.leftOut() != null) {
                figures.leftOut(mapped.message().id(), topic, mapped.leftOut());
            }
            taken.add(new PendingMessage(mapped.message(), topic, null));
        }
        return taken;
    }

    @Override
    public void settled() {
        outbox.acknowledge(last);
    }
}
