package io.hongyan.exchange.outbound;

import io.hongyan.broker.store.StoreException;
import io.hongyan.exchange.rule.RuleFigures;
import io.hongyan.exchange.spi.ExchangeSender;
import io.hongyan.exchange.spi.OutboundMessage;
import io.hongyan.exchange.spi.SendOutcome;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Sends the messages of one source to the other system, one batch after the other. What fails for a time is sent again
/// until it does not; meanwhile nothing behind it is taken from the source.
///
/// A virtual thread of its own.
public final class Forwarder implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Forwarder.class.getName());
    private static final int MOST_MESSAGES = 1000;
    private static final int MOST_BYTES = 4 << 20;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 3000;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final MessageSource source;
    private final ExchangeSender sender;
    private final String topic;
    private final RuleFigures figures;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private Forwarder(String name, MessageSource source, ExchangeSender sender, String topic, RuleFigures figures) {
        this.source = source;
        this.sender = sender;
        this.topic = topic;
        this.figures = figures;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    /// @param name of the thread
    /// @param sender closed with the forwarder
    /// @param topic of the other system
    public static Forwarder start(
            String name, MessageSource source, ExchangeSender sender, String topic, RuleFigures figures) {
        Forwarder forwarder = new Forwarder(name, source, sender, topic, figures);
        forwarder.thread.start();
        return forwarder;
    }

    public long reconnects() {
        return sender.reconnects();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                List<PendingMessage> taken = source.take();
                for (int from = 0; from < taken.size(); ) {
                    int to = endOfBatch(taken, from);
                    deliver(taken.subList(from, to));
                    from = to;
                }
                source.settled();
            }
        } catch (InterruptedException _) {
            // closed
        } catch (StoreException e) {
            LOG.log(Level.DEBUG, "a forwarder ends with its outbox", e);
        }
    }

    private static int endOfBatch(List<PendingMessage> taken, int from) {
        int to = from;
        long bytes = 0;
        do {
            bytes += taken.get(to).message().body().length;
            to++;
        } while (to < taken.size()
                && to - from < MOST_MESSAGES
                && bytes + taken.get(to).message().body().length <= MOST_BYTES);
        return to;
    }

    private void deliver(List<PendingMessage> batch) throws InterruptedException {
        long pause = FIRST_PAUSE_MILLIS;
        List<PendingMessage> rest = batch;
        while (!rest.isEmpty()) {
            List<PendingMessage> before = rest;
            rest = attempt(rest);
            if (rest.isEmpty()) {
                figures.works();
            } else {
                pause = rest.size() < before.size() ? FIRST_PAUSE_MILLIS : pause;
                if (closed.await(pause, TimeUnit.MILLISECONDS)) {
                    throw new InterruptedException("closed");
                }
                pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            }
        }
    }

    /// @return what must be sent again, in its order
    private List<PendingMessage> attempt(List<PendingMessage> batch) throws InterruptedException {
        List<SendOutcome> outcomes = outcomes(batch);
        List<PendingMessage> again = new ArrayList<>();
        int sent = 0;
        SendOutcome.Later later = null;
        for (int i = 0; i < batch.size(); i++) {
            PendingMessage next = batch.get(i);
            switch (outcomes.get(i)) {
                case SendOutcome.Sent _ -> {
                    sent++;
                    settle(next);
                }
                case SendOutcome.Never never -> {
                    String what = "message " + next.message().id() + " of topic " + next.topic();
                    figures.dropped(never.reason(), what, never.why());
                    settle(next);
                }
                case SendOutcome.Later reason -> {
                    again.add(next);
                    later = reason;
                }
            }
        }
        figures.carried(sent);
        if (later != null) {
            figures.failed(later.reason(), later.why(), again.size());
        }
        return again;
    }

    private List<SendOutcome> outcomes(List<PendingMessage> batch) throws InterruptedException {
        List<OutboundMessage> messages =
                batch.stream().map(PendingMessage::message).toList();
        try {
            List<SendOutcome> outcomes = sender.send(topic, messages);
            if (outcomes.size() == messages.size()) {
                return outcomes;
            }
            return failed(batch, outcomes.size() + " outcomes for " + messages.size() + " messages");
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "a plug-in failed", e);
            return failed(batch, e.toString());
        }
    }

    private static List<SendOutcome> failed(List<PendingMessage> batch, String why) {
        SendOutcome later = new SendOutcome.Later("plugin_error", "the plug-in failed: " + why);
        return batch.stream().map(_ -> later).toList();
    }

    private static void settle(PendingMessage message) {
        Runnable settled = message.settled();
        if (settled != null) {
            settled.run();
        }
    }

    /// Ends; what is under way may be sent again by the next one.
    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        sender.close();
    }
}
