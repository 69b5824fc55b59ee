package io.hongyan.bridge.rocketmq;

import io.hongyan.exchange.spi.ExchangeSender;
import io.hongyan.exchange.spi.OutboundMessage;
import io.hongyan.exchange.spi.SendOutcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.MessageQueue;

/// Sends batches, each queue's part of it on a thread of its own.
final class RemotingSender implements ExchangeSender {
    private static final long BUDGET_NANOS = TimeUnit.SECONDS.toNanos(20);
    /// Messages without a key go to one queue after the other, so many at a time.
    private static final int SPREAD = 256;

    private final RemotingConnection connection;
    private final String rule;
    private final int maxBodyBytes;
    private final NanoClock clock;
    private final Map<String, TopicQueues> topics = new HashMap<>();
    private final AtomicLong reconnects = new AtomicLong();
    private int keyless;
    private boolean connected;

    RemotingSender(RemotingConnection connection, String rule, int maxBodyBytes, NanoClock clock) {
        this.connection = connection;
        this.rule = rule;
        this.maxBodyBytes = maxBodyBytes;
        this.clock = clock;
    }

    @Override
    public List<SendOutcome> send(String topic, List<OutboundMessage> batch) throws InterruptedException {
        TopicQueues queues = topics.computeIfAbsent(
                connection.named(topic), name -> new TopicQueues(name, connection::route, clock));
        SendOutcome fault = queues.refresh();
        var outcomes = new SendOutcome[batch.size()];
        var sending = new ArrayList<Integer>(batch.size());
        for (int i = 0; i < outcomes.length; i++) {
            SendOutcome never = OutboundForm.fault(batch.get(i), maxBodyBytes);
            outcomes[i] = never != null ? never : fault != null ? fault : SendOutcome.SENT;
            if (never == null && fault == null) {
                sending.add(i);
            }
        }
        if (fault == null) {
            sendAll(connection.named(topic), queues, batch, sending, outcomes);
        }
        count(outcomes);
        return Arrays.asList(outcomes);
    }

    private void sendAll(
            String topic, TopicQueues queues, List<OutboundMessage> batch, List<Integer> places, SendOutcome[] outcomes)
            throws InterruptedException {
        long deadline = clock.nanos() + BUDGET_NANOS;
        DefaultMQProducer producer = connection.producer();
        List<MessageQueue> reachable = queues.reachable(Set.of());
        var runs = new LinkedHashMap<MessageQueue, QueueRun>();
        Set<String> held = reachable.size() == queues.size() ? Set.of() : keysOfOrdered(batch, places);
        for (int place : places) {
            OutboundMessage message = batch.get(place);
            MessageQueue queue = queueOf(message, queues, reachable, held);
            runs.computeIfAbsent(queue, q -> new QueueRun(producer, q, outcomes, clock, deadline))
                    .add(item(topic, message, place));
        }
        run(runs.values());
        Set<String> failed = failed(runs.values(), outcomes);
        if (failed.isEmpty()) {
            return;
        }
        queues.doubt(failed);
        List<MessageQueue> others = queues.reachable(failed);
        if (!others.isEmpty()) {
            held = keysOfOrdered(batch, places);
            var again = new LinkedHashMap<MessageQueue, QueueRun>();
            for (int place : places) {
                OutboundMessage message = batch.get(place);
                if (Faults.elsewhere(outcomes[place]) && !held.contains(message.orderKey())) {
                    again.computeIfAbsent(
                                    pick(message, others), q -> new QueueRun(producer, q, outcomes, clock, deadline))
                            .add(item(topic, message, place));
                }
            }
            run(again.values());
        }
    }

    private static QueueRun.Item item(String topic, OutboundMessage message, int place) {
        return new QueueRun.Item(place, OutboundForm.form(topic, message), OutboundForm.size(message));
    }

    /// Keys whose messages wait for their own queue: with one of them all of the key, or they would overtake it.
    private static Set<String> keysOfOrdered(List<OutboundMessage> batch, List<Integer> places) {
        var keys = new HashSet<String>();
        for (int place : places) {
            OutboundMessage message = batch.get(place);
            if (message.ordered() && !message.orderKey().isEmpty()) {
                keys.add(message.orderKey());
            }
        }
        return keys;
    }

    private MessageQueue queueOf(
            OutboundMessage message, TopicQueues queues, List<MessageQueue> reachable, Set<String> held) {
        if (message.orderKey().isEmpty() && !reachable.isEmpty()) {
            return pick(message, reachable);
        }
        MessageQueue own = queues.queue(message.orderKey());
        boolean stays = reachable.size() == queues.size()
                || reachable.isEmpty()
                || held.contains(message.orderKey())
                || reachable.contains(own);
        return stays ? own : pick(message, reachable);
    }

    private MessageQueue pick(OutboundMessage message, List<MessageQueue> queues) {
        int index = message.orderKey().isEmpty()
                ? Math.floorMod(keyless++ / SPREAD, queues.size())
                : TopicQueues.index(message.orderKey(), queues.size());
        return queues.get(index);
    }

    private static Set<String> failed(Collection<QueueRun> runs, SendOutcome[] outcomes) {
        var brokers = new HashSet<String>();
        for (QueueRun run : runs) {
            if (run.items().stream().anyMatch(item -> Faults.elsewhere(outcomes[item.place()]))) {
                brokers.add(run.queue().getBrokerName());
            }
        }
        return brokers;
    }

    private void run(Collection<QueueRun> runs) throws InterruptedException {
        if (runs.size() == 1) {
            runs.iterator().next().send();
            return;
        }
        // Closing it waits for all. Interrupted, it interrupts them and waits on: nothing of this batch may be under
        // way
        // when the next one comes.
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("rocketmq-" + rule).factory())) {
            runs.forEach(run -> threads.execute(() -> send(run)));
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private static void send(QueueRun run) {
        try {
            run.send();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void count(SendOutcome[] outcomes) {
        boolean lost = Arrays.stream(outcomes)
                .anyMatch(outcome -> outcome instanceof SendOutcome.Later later
                        && (later.reason().equals(Faults.UNREACHABLE)
                                || later.reason().equals(Faults.TIMEOUT)
                                || later.reason().equals(Faults.NO_ROUTE)));
        if (lost && connected) {
            reconnects.incrementAndGet();
        }
        connected = !lost && (connected || Arrays.asList(outcomes).contains(SendOutcome.SENT));
    }

    @Override
    public long reconnects() {
        return reconnects.get();
    }

    @Override
    public void close() {
        topics.clear();
    }
}
