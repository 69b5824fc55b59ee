package io.hongyan.broker.inbox;

import io.hongyan.broker.config.OverflowPolicy;
import io.hongyan.broker.event.DropReason;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.DeliveryOptions;
import io.hongyan.broker.store.InboxEntry;
import io.hongyan.broker.store.InboxPage;
import io.hongyan.broker.store.InboxStore;
import io.hongyan.broker.store.InboxSummary;
import io.hongyan.codec.QoS;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The messages for one receiver that it has not taken yet, oldest first. Where the store can be read, only the head is
/// in memory, and only while the receiver is attached: the rest is read in pages as the receiver takes them.
///
/// Bounded by messages and bytes, by the age of messages, and by the budgets of memory and disk. What is durable, and
/// when, is the matter of the inbox: an entry that must not leave before it is durable is not handed out before.
///
/// Confined to its shard.
public final class Inbox {
    private static final int REFILL_BELOW = InboxReader.PAGE / 2;

    private final InboxAccount account;
    private final InboxStore store;
    private final InboxOwner owner;
    private final InboxReader reader;
    private final InboxHead head = new InboxHead();

    /// What follows the head.
    private final StoredTail tail = new StoredTail();

    private boolean attached;

    /// Everything up to here was taken, dropped or never waited.
    private long position;

    private long lastSequence;
    private @Nullable Runnable sweeping;
    private @Nullable Closing closing;

    public Inbox(InboxAccount account, InboxStore store, InboxOwner owner) {
        this.account = account;
        this.store = store;
        this.owner = owner;
        this.reader = new InboxReader(this, store);
    }

    /// Adopts what the store kept.
    ///
    /// @param lastTaken the highest sequence of an entry that was taken, 0 for none
    public void restore(InboxSummary waiting, long lastTaken) {
        tail.found(waiting);
        lastSequence = waiting.lastSequence();
        position = lastTaken;
        account.waiting(waiting.messages());
        account.foundOnDisk(waiting.messages(), waiting.bytes());
    }

    /// Goes on where an inbox of the same receiver came to rest.
    public void wake(RestingInbox rest) {
        tail.found(rest.waiting());
        lastSequence = rest.lastSequence();
        position = rest.position();
    }

    /// What another inbox needs to go on in place of this one, which must not be used any more.
    ///
    /// @return null while the receiver is attached, or anything is in memory, being read or not durable, or very large
    public @Nullable RestingInbox rest() {
        boolean idle = store.readable() && !attached && head.isEmpty() && reader.idle() && !beyondLimits();
        long open = lastSequence - position;
        return idle && Math.max(open, tail.bytes()) <= Integer.MAX_VALUE
                ? new RestingInbox(tail.messages(), (int) tail.bytes(), tail.shared(), (int) open, lastSequence)
                : null;
    }

    /// Messages that wait.
    public int size() {
        return head.size() + tail.messages();
    }

    /// Their bytes.
    public long bytes() {
        return head.bytes() + tail.bytes();
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    /// Shows the oldest messages that wait, and leaves them where they are.
    public void peek(int most, Consumer<List<InboxEntry>> sink) {
        reader.peek(head.first(most), most, sink);
    }

    /// The receiver is there and will take messages.
    public void attach() {
        attached = true;
    }

    /// The receiver is gone: what can be read again need not stay in memory.
    public void detach() {
        attached = false;
        if (store.readable()) {
            unload();
        }
    }

    /// Appends a message that the receiver takes at once. Only allowed while the inbox is empty.
    public InboxEntry pass(Message message, DeliveryOptions options) {
        InboxEntry entry = append(message, options);
        position = entry.sequence();
        return entry;
    }

    /// Appends a message that waits, or drops it when there is no room: then the owner is told.
    ///
    /// @return whether it waits
    public boolean offer(Message message, DeliveryOptions options) {
        if (!makeRoom(message)) {
            return false;
        }
        boolean resident = !store.readable() || (tail.messages() == 0 && attached && head.size() < InboxReader.PAGE);
        boolean room = resident ? account.takeMemory(message.bytes()) : account.takeDisk(message.bytes());
        if (!room) {
            owner.dropped(message, resident ? DropReason.MEMORY_FULL : DropReason.STORE_FULL);
            return false;
        }
        InboxEntry entry = append(message, options);
        account.waiting(1);
        if (resident) {
            head.add(entry);
        } else {
            tail.add(entry);
        }
        if (store.delaysDurability() && (options.qos() == QoS.EXACTLY_ONCE || entry.batch() != null)) {
            reader.holdUntilDurable(entry.sequence());
        }
        return true;
    }

    /// Takes the next message that has not expired. Null when none is at hand: then [InboxOwner#available] follows if
    /// there is any.
    public @Nullable InboxEntry poll() {
        while (!head.isEmpty()) {
            if (reader.holds(head.first().sequence())) {
                return null;
            }
            InboxEntry next = removeHead();
            if (head.size() < REFILL_BELOW) {
                reader.read();
            }
            if (!isExpired(next)) {
                return next;
            }
            drop(next, DropReason.EXPIRED);
        }
        reader.read();
        return null;
    }

    /// Whether the time of a message is over.
    public boolean isExpired(InboxEntry entry) {
        return entry.message().expiresAt() != Message.NEVER && entry.message().expired(account.now());
    }

    /// Looks at the oldest messages of an absent receiver and drops those that have expired.
    ///
    /// @param then runs when that is done, perhaps at once
    public void dropExpired(Runnable then) {
        if (tail.messages() == 0 || reader.reading() || attached || !head.isEmpty()) {
            then.run();
            return;
        }
        sweeping = then;
        reader.read();
        if (!reader.reading()) {
            endSweep();
        }
    }

    /// Ends the inbox: the receiver will never come back. Messages of shared subscriptions are given to `shared`, the
    /// others are dropped. Messages that are only in the store are read for that, page by page, if any of them is
    /// shared.
    ///
    /// @param done runs when nothing is left, perhaps at once
    public void close(SharedReturns shared, Runnable done) {
        attached = false;
        endSweep();
        Closing begun = new Closing(shared, done);
        closing = begun;
        close(begun);
    }

    private record Closing(SharedReturns shared, Runnable done) {}

    /// Gives up what is at hand, and what nobody needs to read. Nothing is left when everything that was written within
    /// batches is durable, too: it must not come to the store behind the end of the session.
    private void close(Closing to) {
        int dropped = 0;
        while (!head.isEmpty()) {
            dropped += to.shared().take(removeHead());
        }
        if (tail.shared() == 0 || !to.shared().wanted()) {
            dropped += tail.messages();
            account.waiting(-tail.messages());
            account.giveDisk(tail.messages(), tail.bytes());
            tail.clear();
        }
        if (dropped > 0) {
            owner.dropped(dropped, DropReason.SESSION_ENDED);
        }
        if (tail.messages() > 0) {
            reader.read();
        } else if (reader.idle()) {
            to.done().run();
        }
    }

    /// Forgets everything, because another node goes on with what the store has. Only while no receiver is attached.
    public void forget() {
        endSweep();
        while (!head.isEmpty()) {
            removeHead();
        }
        account.waiting(-tail.messages());
        account.giveDisk(tail.messages(), tail.bytes());
        tail.clear();
    }

    /// Everything up to here is in memory or was taken.
    long position() {
        return head.isEmpty() ? position : head.last().sequence();
    }

    int stored() {
        return tail.messages();
    }

    void becameDurable() {
        if (closing != null) {
            close(closing);
        } else if (attached) {
            owner.available();
        }
    }

    void loaded(InboxReader.Part part) {
        Closing end = closing;
        if (end != null) {
            if (part.inPlace() && tail.messages() > 0 && end.shared().wanted()) {
                adopt(part);
            }
            close(end);
            return;
        }
        if (sweeping != null && !attached && part.inPlace()) {
            if (dropExpired(part)) {
                reader.read();
            }
            if (!reader.reading()) {
                endSweep();
            }
            return;
        }
        endSweep();
        if (!attached && !beyondLimits()) {
            return;
        }
        if (part.inPlace()) { // if not, the receiver left and came back: something comes before these
            adopt(part);
        }
        while (beyondLimits() && !head.isEmpty()) {
            drop(removeHead(), DropReason.QUEUE_FULL);
        }
        if (attached) {
            owner.available();
        } else {
            unload();
            if (beyondLimits()) {
                reader.read();
            }
        }
    }

    private boolean makeRoom(Message message) {
        while (account.beyondLimits(size() + 1, bytes() + message.bytes())) {
            if (account.limits().onFull() != OverflowPolicy.DROP_OLDEST || isEmpty()) {
                owner.dropped(message, DropReason.QUEUE_FULL);
                if (account.limits().onFull() == OverflowPolicy.DISCONNECT) {
                    owner.overflowed(size());
                }
                return false;
            }
            if (head.isEmpty()) {
                return makeStoredRoom(message);
            }
            drop(removeHead(), DropReason.QUEUE_FULL);
        }
        return true;
    }

    /// The oldest messages must be read before they can be dropped.
    private boolean makeStoredRoom(Message message) {
        reader.read();
        boolean room = account.withinSlack(size(), bytes() + message.bytes());
        if (!room) {
            owner.dropped(message, DropReason.QUEUE_FULL);
        }
        return room;
    }

    private boolean beyondLimits() {
        return account.beyondLimits(size(), bytes());
    }

    private InboxEntry append(Message message, DeliveryOptions options) {
        InboxEntry entry = new InboxEntry(++lastSequence, message, options, store.batch());
        store.append(entry);
        return entry;
    }

    private InboxEntry removeHead() {
        InboxEntry first = head.remove();
        account.waiting(-1);
        account.giveMemory(first.message().bytes());
        position = first.sequence();
        return first;
    }

    private void drop(InboxEntry entry, DropReason reason) {
        store.done(entry);
        owner.dropped(entry.message(), reason);
    }

    private void unload() {
        if (head.isEmpty()) {
            return;
        }
        position = Math.min(position, head.first().sequence() - 1);
        account.moveToDisk(head.size(), head.bytes());
        head.clear(tail::add);
    }

    private void adopt(InboxReader.Part part) {
        for (InboxEntry entry : part.page().entries()) {
            if (entry.sequence() < part.visibleBefore()) {
                adopt(entry);
            }
        }
        for (InboxPage.Lost entry : part.page().lost()) {
            forgetLost(entry.bytes());
            store.doneLost(entry.sequence());
        }
        if (part.page().last()) {
            for (int missing = part.atLeast() - part.page().rows(); missing > 0; missing--) {
                forgetLost(0);
            }
        }
    }

    private void adopt(InboxEntry entry) {
        int bytes = entry.message().bytes();
        head.add(entry);
        tail.remove(entry);
        account.moveToMemory(1, bytes);
    }

    private void forgetLost(int bytes) {
        account.waiting(-1);
        account.giveDisk(1, tail.lose(bytes));
        owner.dropped(1, DropReason.LOST);
    }

    /// Drops the expired messages that a page begins with.
    ///
    /// @return whether it held nothing else
    private boolean dropExpired(InboxReader.Part part) {
        long now = account.now();
        for (InboxEntry entry : part.page().entries()) {
            if (entry.sequence() >= part.visibleBefore() || !entry.message().expired(now)) {
                return false;
            }
            adopt(entry);
            drop(removeHead(), DropReason.EXPIRED);
        }
        return part.page().rows() > 0;
    }

    private void endSweep() {
        Runnable then = sweeping;
        if (then != null) {
            sweeping = null;
            then.run();
        }
    }
}
