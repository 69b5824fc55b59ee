package io.hongyan.broker.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.message.Message;
import io.hongyan.codec.QoS;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// Random writes to a store, and plain maps of what it must give back after it has been opened again.
final class StoreHistory {
    private static final int CLIENTS = 12;
    private static final int MOST_RECEIVERS = 5;

    private final RandomGenerator random;
    private final Map<String, Known> sessions = new TreeMap<>();
    private OpenStore run;
    private int messages;

    /// What a session must have.
    private static final class Known {
        private final Map<String, Integer> filters = new TreeMap<>();
        private final TreeMap<Long, InboxEntry> inbox = new TreeMap<>();
        private final Set<Integer> received = new TreeSet<>();
        private long lastSequence;
    }

    StoreHistory(OpenStore run, RandomGenerator random) {
        this.run = run;
        this.random = random;
    }

    /// Does something; seldom waits until it is durable, so that batches of all sizes are written.
    void step() {
        String client = "c" + random.nextInt(CLIENTS);
        Known known = sessions.get(client);
        if (known == null) {
            begin(client);
            return;
        }
        switch (random.nextInt(20)) {
            case 0 -> end(client);
            case 1 -> subscribe(client, known);
            case 2 -> unsubscribe(client, known);
            case 3 -> run.durable().join();
            case 4, 5, 6, 7 -> publish();
            case 8, 9 -> publishExactlyOnce(client, known);
            case 10 -> complete(client, known);
            case 11, 12, 13 -> mark(client, known);
            case 14 -> move(client, known);
            default -> finish(client, known);
        }
    }

    /// Ends all sessions.
    void endAll() {
        List.copyOf(sessions.keySet()).forEach(this::end);
        run.durable().join();
    }

    /// Compares the store, opened again, with what it must have, and goes on with it.
    void compare(OpenStore opened) {
        run = opened;
        assertThat(run.sessions.keySet()).isEqualTo(sessions.keySet());
        sessions.forEach(this::compare);
    }

    private void compare(String client, Known known) {
        RecoveredSession found = run.sessions.get(client);
        Map<String, Integer> filters = new TreeMap<>();
        found.subscriptions()
                .forEach(each -> filters.put(each.filter(), each.qos().level()));
        assertThat(filters).as("filters of %s", client).isEqualTo(known.filters);
        assertThat(found.receivedIds()).as("received by %s", client).containsExactlyInAnyOrder(ints(known.received));
        List<InboxEntry> inbox = List.copyOf(known.inbox.values());
        List<InboxEntry> taken =
                inbox.stream().filter(entry -> entry.mark() != 0).toList();
        assertThat(texts(run.page(client, 0, 10_000).entries()))
                .as("inbox of %s", client)
                .isEqualTo(texts(inbox));
        assertThat(texts(found.taken())).as("taken by %s", client).isEqualTo(texts(taken));
        assertThat(found.taken().stream().map(InboxEntry::mark).toList())
                .as("marks of %s", client)
                .isEqualTo(taken.stream().map(InboxEntry::mark).toList());
        assertThat(found.waiting().messages()).as("waiting for %s", client).isEqualTo(inbox.size() - taken.size());
    }

    private static List<String> texts(List<InboxEntry> entries) {
        return entries.stream()
                .map(entry ->
                        entry.sequence() + " " + new String(entry.message().payload(), UTF_8))
                .toList();
    }

    private static int[] ints(Set<Integer> ids) {
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    private void begin(String client) {
        SessionKey key = new SessionKey("i", client);
        run.create(key).save(OpenStore.session(key));
        sessions.put(client, new Known());
    }

    private void end(String client) {
        Known ended = sessions.remove(client);
        SessionStore store = run.of(client);
        boolean late = random.nextBoolean();
        if (late) {
            store.remove();
        }
        ended.inbox.values().stream().filter(_ -> random.nextBoolean()).forEach(store::done);
        if (!late) {
            store.remove();
        }
    }

    private void subscribe(String client, Known known) {
        int level = random.nextInt(3);
        String filter = "f/" + random.nextInt(4);
        run.of(client).subscribe(new StoredSubscription(filter, QoS.of(level), false, false, 0));
        known.filters.put(filter, level);
    }

    private void unsubscribe(String client, Known known) {
        String filter = "f/" + random.nextInt(4);
        run.of(client).unsubscribe(filter);
        known.filters.remove(filter);
    }

    private void publish() {
        append(message(), receivers(), null);
    }

    private void publishExactlyOnce(String client, Known publisher) {
        int packetId = 1 + random.nextInt(8);
        AtomicBatch batch = run.of(client).newBatch();
        Message message = message();
        List<String> to = receivers();
        run.shard.within(batch, () -> append(message, to, batch));
        if (random.nextBoolean()) {
            finishOneOf(to); // before the batch is committed
        }
        run.of(client).received(packetId, batch);
        publisher.received.add(packetId);
    }

    private void finishOneOf(List<String> clients) {
        String one = clients.get(random.nextInt(clients.size()));
        finish(one, sessions.get(one));
    }

    private void complete(String client, Known known) {
        int packetId = 1 + random.nextInt(8);
        run.of(client).completed(packetId);
        known.received.remove(packetId);
    }

    private void append(Message message, List<String> to, AtomicBatch batch) {
        for (String client : to) {
            Known known = sessions.get(client);
            DeliveryOptions options = DeliveryOptions.of(QoS.AT_LEAST_ONCE, false);
            InboxEntry entry = new InboxEntry(++known.lastSequence, message, options, batch);
            run.of(client).append(entry);
            known.inbox.put(entry.sequence(), entry);
        }
    }

    private void mark(String client, Known known) {
        InboxEntry entry = some(known);
        if (entry != null) {
            int mark = 1 + random.nextInt(9);
            run.of(client).mark(entry, mark);
            known.inbox.put(entry.sequence(), entry.marked(mark));
        }
    }

    private void finish(String client, Known known) {
        InboxEntry entry = some(known);
        if (entry != null) {
            run.of(client).done(entry);
            known.inbox.remove(entry.sequence());
            if (random.nextInt(8) == 0) {
                run.of(client).done(entry); // once more changes nothing
            }
        }
    }

    private void move(String client, Known known) {
        InboxEntry entry = some(known);
        List<String> to = receivers();
        if (entry == null || to.contains(client)) {
            return;
        }
        AtomicBatch copies = new AtomicBatch();
        run.shard.within(copies, () -> append(entry.message(), to, copies));
        run.of(client).moved(entry, copies);
        known.inbox.remove(entry.sequence());
    }

    private Message message() {
        return OpenStore.message("t", "m" + ++messages);
    }

    private InboxEntry some(Known known) {
        List<InboxEntry> all = List.copyOf(known.inbox.values());
        return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
    }

    private List<String> receivers() {
        List<String> all = new ArrayList<>(sessions.keySet());
        Collections.shuffle(all, java.util.Random.from(random));
        return all.subList(0, Math.min(all.size(), 1 + random.nextInt(MOST_RECEIVERS)));
    }
}
