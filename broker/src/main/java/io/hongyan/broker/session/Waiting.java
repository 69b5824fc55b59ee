package io.hongyan.broker.session;

import io.hongyan.broker.config.OverflowPolicy;
import io.hongyan.broker.config.SessionLimits;
import io.hongyan.broker.event.Counter;
import io.hongyan.broker.event.DropReason;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.quota.MemoryBudget;
import io.hongyan.broker.quota.StoreBudget;
import io.hongyan.broker.store.StoredMessage;
import io.hongyan.broker.store.StoredPage;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import java.util.ArrayDeque;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The QoS 1 and 2 messages of one client that were never sent, oldest first. Of a session in a durable store only the
/// head is in memory, and only while the client is there: the rest is read in pages as the client takes them.
///
/// Bounded by messages and bytes per session, and by the budgets of memory and disk.
///
/// Confined to the session's shard.
final class Waiting {
    private static final int PAGE = 256;
    private static final int LOW = PAGE / 2;

    private final Session session;
    private final ArrayDeque<Delivery> head = new ArrayDeque<>(2);
    private long headBytes;
    private int onDisk;
    private long diskBytes;
    private boolean reading;

    /// Where the page begins that is being read.
    private long readingAfter;

    /// Waits for the page, if it is read only to find what has expired.
    private @Nullable Runnable sweeping;

    /// How many rows that page must have at least, if it is the last one.
    private int readingAtLeast;

    /// What the page that is being read certainly sees ends before this sequence.
    private long visibleBefore;

    /// Everything up to here was taken out of the queue.
    private long taken;

    /// Appended, but perhaps not on disk yet: none of these may leave, and a page must end before the first of them, or
    /// it would be passed over. Null while there are none.
    private @Nullable TreeSet<Long> unsafe;

    Waiting(Session session) {
        this.session = session;
    }

    int size() {
        return head.size() + onDisk;
    }

    boolean isEmpty() {
        return head.isEmpty() && onDisk == 0;
    }

    /// A message that never had to wait.
    void passed(Delivery delivery) {
        taken = delivery.sequence;
    }

    /// What a durable store knows of this queue.
    ///
    /// @param inflight the highest sequence that was sent, 0 for none
    void restore(int messages, long bytes, long inflight) {
        onDisk = messages;
        diskBytes = bytes;
        count(messages);
        taken = inflight;
        disk().force(session.space().instance().stored(), messages, bytes);
    }

    /// Finds room for a message, by the policy for full queues.
    ///
    /// @return false when the message was dropped
    boolean admit(Message message) {
        SessionLimits limits = session.home().config().session();
        while (size() >= limits.maxQueuedMessages()
                || headBytes + diskBytes + message.bytes() > limits.maxQueuedBytes()) {
            if (limits.onFull() != OverflowPolicy.DROP_OLDEST || isEmpty()) {
                session.dropped(message, DropReason.QUEUE_FULL);
                if (limits.onFull() == OverflowPolicy.DISCONNECT) {
                    session.disconnect(ReasonCode.QUOTA_EXCEEDED, "the queue of " + size() + " messages is full");
                }
                return false;
            }
            if (head.isEmpty()) {
                read(); // the oldest is on disk: for this moment there is one too many
                break;
            }
            drop(removeHead(), DropReason.QUEUE_FULL);
        }
        return take(message);
    }

    /// Puts an admitted message at the end. That of a stored session must be in the store already.
    void add(Delivery delivery) {
        count(1);
        if (spills()) {
            onDisk++;
            diskBytes += delivery.message.bytes();
        } else {
            head.add(delivery);
            headBytes += delivery.message.bytes();
        }
        if (session.stored() && (delivery.qos == QoS.EXACTLY_ONCE || delivery.unit != null)) {
            awaitSafety(delivery.sequence);
        }
    }

    /// The next message, or null when none is in memory; then more is on its way if there is any.
    @Nullable
    Delivery poll() {
        if (head.isEmpty()) {
            read();
            return null;
        }
        if (unsafe != null && unsafe.contains(head.element().sequence)) {
            return null; // its unit calls back
        }
        Delivery next = removeHead();
        taken = next.sequence;
        if (head.size() < LOW) {
            read();
        }
        return next;
    }

    /// The client is gone: what a store has need not stay in memory.
    void pause() {
        if (session.stored() && !head.isEmpty()) {
            onDisk += head.size();
            diskBytes += headBytes;
            disk().force(session.space().instance().stored(), head.size(), headBytes);
            taken = Math.min(taken, head.element().sequence - 1);
            memory().give(session.space().instance().queuedBytes(), headBytes);
            headBytes = 0;
            head.clear();
        }
    }

    /// The session ends.
    ///
    /// @return what was in memory
    List<Delivery> end() {
        List<Delivery> all = List.copyOf(head);
        count(-size());
        memory().give(session.space().instance().queuedBytes(), headBytes);
        disk().give(session.space().instance().stored(), onDisk, diskBytes);
        for (int i = 0; i < onDisk; i++) {
            session.dropped(DropReason.SESSION_ENDED);
        }
        head.clear();
        headBytes = 0;
        diskBytes = 0;
        onDisk = 0;
        return all;
    }

    private boolean spills() {
        return session.stored() && (onDisk > 0 || !session.connected() || head.size() >= PAGE);
    }

    private boolean take(Message message) {
        boolean spills = spills();
        var instance = session.space().instance();
        boolean room = spills
                ? disk().take(instance.stored(), message.bytes())
                : memory().take(instance.queuedBytes(), message.bytes());
        if (room) {
            return true;
        }
        session.dropped(message, spills ? DropReason.STORE_FULL : DropReason.MEMORY_FULL);
        return false;
    }

    private void awaitSafety(long sequence) {
        TreeSet<Long> present = unsafe;
        if (present == null) {
            present = new TreeSet<>();
            unsafe = present;
        }
        present.add(sequence);
        visibleBefore = Math.min(visibleBefore, sequence);
        session.store().whenSafe(() -> safe(sequence));
    }

    private void safe(long sequence) {
        TreeSet<Long> present = unsafe;
        if (present != null) {
            present.remove(sequence);
            unsafe = present.isEmpty() ? null : present;
        }
        Outgoing owner = session.outgoing;
        if (session.connected() && owner != null && owner.waiting() == this) {
            owner.pump();
        }
    }

    /// Everything up to here is in memory or finished.
    private long place() {
        return head.isEmpty() ? taken : head.getLast().sequence;
    }

    private void read() {
        long after = place();
        long before = unsafe == null ? Long.MAX_VALUE : unsafe.first();
        if (onDisk == 0 || reading || before <= after + 1) {
            return;
        }
        reading = true;
        visibleBefore = before;
        readingAfter = after;
        readingAtLeast = unsafe == null ? Math.min(onDisk, PAGE) : 0;
        session.store().read(session.number(), after, PAGE, this::arrived);
    }

    /// Lets go of what has expired at the head of the queue of an absent client.
    ///
    /// @param then when that is done
    void sweep(Runnable then) {
        if (onDisk == 0 || reading || session.connected() || !head.isEmpty()) {
            then.run();
            return;
        }
        sweeping = then;
        read();
        if (!reading) {
            swept();
        }
    }

    private void swept() {
        Runnable then = sweeping;
        if (then != null) {
            sweeping = null;
            then.run();
        }
    }

    /// Drops the expired messages that a page begins with.
    ///
    /// @return whether it held nothing else
    private boolean dropExpired(StoredPage page) {
        long now = session.home().clock().wallMillis();
        for (StoredMessage stored : page.messages()) {
            if (stored.sequence() >= visibleBefore || !stored.message().expired(now)) {
                return false;
            }
            adopt(stored);
            drop(removeHead(), DropReason.EXPIRED);
        }
        return page.rows() > 0;
    }

    private void arrived(StoredPage page) {
        reading = false;
        if (sweeping != null && session.stored() && !session.connected() && place() == readingAfter) {
            if (dropExpired(page) && onDisk > 0) {
                read();
            }
            if (!reading) {
                swept();
            }
            return;
        }
        swept();
        Outgoing owner = session.outgoing;
        if (owner == null || owner.waiting() != this || !session.stored()) {
            return;
        }
        boolean full = size() > session.home().config().session().maxQueuedMessages();
        if (!session.connected() && !full) {
            return;
        }
        if (place() == readingAfter) { // else the client went and came back meanwhile: something comes before these
            take(page);
        }
        while (size() > session.home().config().session().maxQueuedMessages() && !head.isEmpty()) {
            drop(removeHead(), DropReason.QUEUE_FULL);
        }
        if (session.connected()) {
            owner.pump();
        } else {
            pause();
        }
    }

    private void take(StoredPage page) {
        for (StoredMessage message : page.messages()) {
            if (message.sequence() < visibleBefore) {
                adopt(message);
            }
        }
        for (StoredPage.Lost lost : page.lost()) {
            forgetLost(lost.bytes());
            session.store().done(session.number(), lost.sequence());
        }
        for (int missing = readingAtLeast - page.rows(); missing > 0; missing--) {
            forgetLost(0);
        }
    }

    private void forgetLost(int bytes) {
        count(-1);
        onDisk--;
        long counted = onDisk == 0 ? diskBytes : Math.min(bytes, diskBytes);
        diskBytes -= counted;
        disk().give(session.space().instance().stored(), 1, counted);
        session.dropped(DropReason.LOST);
    }

    private void adopt(StoredMessage stored) {
        Message message = stored.message();
        head.add(new Delivery(
                message, stored.qos(), stored.retain(), stored.subscriptionIds(), null, stored.sequence(), null));
        onDisk--;
        diskBytes -= message.bytes();
        headBytes += message.bytes();
        disk().give(session.space().instance().stored(), 1, message.bytes());
        memory().force(session.space().instance().queuedBytes(), message.bytes());
    }

    private Delivery removeHead() {
        Delivery first = head.remove();
        count(-1);
        headBytes -= first.message.bytes();
        memory().give(session.space().instance().queuedBytes(), first.message.bytes());
        return first;
    }

    private void drop(Delivery delivery, DropReason reason) {
        taken = delivery.sequence;
        session.forget(delivery);
        session.dropped(delivery.message, reason);
    }

    private void count(int messages) {
        session.home().counters().add(Counter.MESSAGES_WAITING, messages);
    }

    private MemoryBudget memory() {
        return session.home().memory();
    }

    private StoreBudget disk() {
        return session.home().disk();
    }
}
