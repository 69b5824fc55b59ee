package io.hongyan.testkit.sim.model;

import static io.hongyan.testkit.sim.model.Publication.OPEN;

import io.hongyan.broker.event.DropReason;
import io.hongyan.codec.QoS;
import io.hongyan.codec.topic.TopicFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One session of a client as the broker must have it, from the CONNECT that began it to its end.
final class SessionRecord {
    final ClientKey key;
    final String user;
    final long began;
    long ended = OPEN;

    long endedMicros;

    /// It was in memory only, and a crash came before what it had passed on to others was on disk for certain.
    boolean passedOnInVain;

    /// It ended because the broker died.
    boolean endedByCrash;

    @Nullable
    ConnectionRecord connection;

    int connections;

    /// Life after the connection.
    long expirySeconds;

    /// The expiry that is on disk for certain; -1 while there is none.
    long confirmedExpiry = -1;

    /// What may be on disk instead: the longest and the shortest since then.
    long longestExpiry;

    long shortestExpiry = Long.MAX_VALUE;

    /// Sets the expiry from now on.
    void expiry(long seconds) {
        expirySeconds = seconds;
        longestExpiry = Math.max(longestExpiry, seconds);
        shortestExpiry = Math.min(shortestExpiry, seconds);
        mayBeStored |= seconds > 0;
    }

    /// The expiry is on disk.
    void confirmExpiry() {
        confirmedExpiry = expirySeconds;
        longestExpiry = expirySeconds;
        shortestExpiry = expirySeconds;
        storedEnd = OPEN;
    }

    /// It had an expiry above 0 at some time, so that it may be on disk.
    boolean mayBeStored;

    /// Without a connection: it certainly lives until the first time, and possibly until the second, in
    /// microseconds.
    long earliestEnd = OPEN;

    long latestEnd = OPEN;

    /// The [#earliestEnd] that the disk may still have from the last disconnection.
    long storedEnd = OPEN;

    /// It is unknown whether it survived a crash.
    boolean doubtful;

    /// It was connected when the broker died.
    boolean cutByCrash;

    /// A hook threw while it dealt with this client, or a crash may have undone its end: what it has is not promised
    /// any more.
    boolean disturbed;

    /// Only what was published after this stamp must reach it.
    long owedSince;

    int crashes;

    @Nullable
    WillRecord will;

    final Map<String, SubscriptionRecord> current = new HashMap<>();
    final List<SubscriptionRecord> subscriptions = new ArrayList<>();
    final Map<Integer, Outstanding> outstanding = new HashMap<>();
    final Map<Integer, Receipt> receipts = new HashMap<>();
    final Map<OrderKey, Integer> lastOrder = new HashMap<>();
    final List<Drop> drops = new ArrayList<>();
    private final Set<Integer> excused = new HashSet<>();
    private int positions;

    /// Messages of one publisher, topic and QoS must come in order.
    record OrderKey(String publisher, String topic, QoS published, QoS delivered) {}

    /// The deliveries of one message.
    static final class Receipt {
        /// Deliveries that did not repeat an earlier one.
        int fresh;

        /// Those of them at QoS 2.
        int exact;

        /// Those at QoS 2 that the client did not take: each of them may come once more.
        int untaken;

        /// The last one that was sent because it is retained.
        long retainedAt;
    }

    /// A message that the broker says it has dropped.
    static final class Drop {
        final String topic;
        final DropReason reason;
        boolean used;

        Drop(String topic, DropReason reason) {
            this.topic = topic;
            this.reason = reason;
        }
    }

    /// A QoS 1 or 2 message that came under a packet identifier.
    static final class Outstanding {
        final @Nullable Publication publication;
        final int position;
        ConnectionRecord connection;
        long finished = OPEN;

        @Nullable
        ConnectionRecord finishedOn;

        boolean released;

        Outstanding(@Nullable Publication publication, ConnectionRecord connection, int position) {
            this.publication = publication;
            this.connection = connection;
            this.position = position;
        }

        /// Whether the broker has processed what finished it: it has answered something that was sent later.
        boolean isFinishedForCertain() {
            return finishedOn != null && finished < finishedOn.answered;
        }
    }

    SessionRecord(ClientKey key, String user, long began) {
        this.key = key;
        this.user = user;
        this.began = began;
    }

    boolean isAlive() {
        return ended == OPEN;
    }

    /// A message came under an identifier. One that was there before, and is sent again because a crash has undone its
    /// acknowledgement, keeps its place.
    void received(int packetId, @Nullable Publication publication, boolean dup, ConnectionRecord on) {
        Outstanding known = outstanding.get(packetId);
        boolean again = dup && known != null && known.publication == publication;
        int position = again && known != null ? known.position : ++positions;
        outstanding.put(packetId, new Outstanding(publication, on, position));
    }

    Receipt receipt(Publication publication) {
        return receipts.computeIfAbsent(publication.id(), _ -> new Receipt());
    }

    int fresh(Publication publication) {
        Receipt receipt = receipts.get(publication.id());
        return receipt == null ? 0 : receipt.fresh;
    }

    /// The record that a SUBSCRIBE for the filter belongs to.
    SubscriptionRecord subscribing(TopicFilter filter) {
        SubscriptionRecord known = current.get(filter.text());
        if (known != null && known.certainUntil == OPEN && !known.isOver()) {
            return known;
        }
        SubscriptionRecord fresh = new SubscriptionRecord(filter);
        subscriptions.add(fresh);
        current.put(filter.text(), fresh);
        return fresh;
    }

    /// Whether the filter may be subscribed now.
    boolean mayHave(TopicFilter filter) {
        return subscriptions.stream()
                .anyMatch(known -> known.filter.equals(filter)
                        && !known.isOver()
                        && known.versions.stream().anyMatch(version -> !version.refused));
    }

    /// Whether a drop explains why a message did not come. Each explains one.
    boolean explained(Publication publication) {
        if (excused.contains(publication.id())) {
            return true;
        }
        String topic = publication.topic().toString();
        for (Drop drop : drops) {
            boolean possible = drop.reason != DropReason.BACKLOG_FULL || mayBeAtMostOnce(publication);
            if (!drop.used && drop.topic.equals(topic) && possible) {
                drop.used = true;
                excused.add(publication.id());
                return true;
            }
        }
        return false;
    }

    /// Whether a delivery at QoS 0 was possible, which does not wait.
    private boolean mayBeAtMostOnce(Publication publication) {
        return publication.qos() == QoS.AT_MOST_ONCE
                || subscriptions.stream()
                        .filter(subscription -> subscription.filter.matches(publication.topic()))
                        .flatMap(subscription -> subscription.versions.stream())
                        .anyMatch(version -> version.qos() == QoS.AT_MOST_ONCE);
    }

    @Override
    public String toString() {
        return "session of " + key + " (expiry " + expirySeconds + ", " + connections + " connections"
                + (crashes == 0 ? "" : ", " + crashes + " crashes") + ")";
    }
}
