package io.hongyan.bridge.rocketmq;

import io.hongyan.exchange.spi.SendOutcome;
import java.util.ArrayList;
import java.util.List;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageBatch;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.remoting.exception.RemotingException;

/// Sends messages to one queue, one request after the other, and stops at the first that fails.
final class QueueRun {
    /// RocketMQ advises against larger batches.
    static final int BATCH_BYTES = 1024 * 1024;

    /// @param place in the batch of the service
    /// @param size in a request, in bytes
    record Item(int place, Message message, int size) {}

    private final DefaultMQProducer producer;
    private final MessageQueue queue;
    private final SendOutcome[] outcomes;
    private final NanoClock clock;
    private final long deadline;
    private final List<Item> items = new ArrayList<>();

    /// @param outcomes where each item's outcome goes
    QueueRun(DefaultMQProducer producer, MessageQueue queue, SendOutcome[] outcomes, NanoClock clock, long deadline) {
        this.producer = producer;
        this.queue = queue;
        this.outcomes = outcomes;
        this.clock = clock;
        this.deadline = deadline;
    }

    void add(Item item) {
        items.add(item);
    }

    MessageQueue queue() {
        return queue;
    }

    List<Item> items() {
        return items;
    }

    /// Ends when each item has an outcome.
    void send() throws InterruptedException {
        int from = 0;
        while (from < items.size()) {
            int to = end(from);
            SendOutcome outcome = send(items.subList(from, to));
            if (to - from > 1 && Faults.mayBeOneOfBatch(outcome)) {
                // The broker refuses all of a batch for one of it, also with codes that say nothing of the kind.
                outcome = sendOneByOne(from, to);
            } else {
                set(from, to, outcome);
            }
            if (outcome instanceof SendOutcome.Later) {
                set(to, items.size(), outcome);
                return;
            }
            from = to;
        }
    }

    private SendOutcome sendOneByOne(int from, int to) throws InterruptedException {
        for (int i = from; i < to; i++) {
            SendOutcome outcome = send(items.subList(i, i + 1));
            set(i, i + 1, outcome);
            if (outcome instanceof SendOutcome.Later) {
                set(i + 1, to, outcome);
                return outcome;
            }
        }
        return SendOutcome.SENT;
    }

    private int end(int from) {
        long bytes = items.get(from).size();
        int to = from + 1;
        while (to < items.size() && bytes + items.get(to).size() <= BATCH_BYTES) {
            bytes += items.get(to).size();
            to++;
        }
        return to;
    }

    private void set(int from, int to, SendOutcome outcome) {
        for (Item item : items.subList(from, to)) {
            outcomes[item.place()] = outcome;
        }
    }

    private SendOutcome send(List<Item> batch) throws InterruptedException {
        if (clock.nanos() - deadline > 0) {
            return new SendOutcome.Later(Faults.TIMEOUT, "queue " + name() + " answers slowly: no time was left");
        }
        try {
            Message message = batch.size() == 1 ? batch.getFirst().message() : together(batch);
            SendResult result = producer.send(message, queue, RemotingConnection.TIMEOUT_MILLIS);
            // Without a replica the message is still where its broker keeps it; sent again it would only be doubled.
            return result.getSendStatus() == SendStatus.FLUSH_DISK_TIMEOUT
                    ? new SendOutcome.Later(Faults.NOT_SYNCED, "the disk of queue " + name() + " is slow")
                    : SendOutcome.SENT;
        } catch (MQClientException | RemotingException | MQBrokerException | IllegalStateException e) {
            return Faults.outcome(e, queue.getTopic());
        }
    }

    /// What the client makes of a list of messages, but without the id that it gives to the whole: a broker of 4.9
    /// takes that for the id of each message.
    private static Message together(List<Item> items) {
        MessageBatch batch =
                MessageBatch.generateFromList(items.stream().map(Item::message).toList());
        batch.setBody(batch.encode());
        return batch;
    }

    private String name() {
        return queue.getBrokerName() + ":" + queue.getQueueId() + " of topic " + queue.getTopic();
    }
}
