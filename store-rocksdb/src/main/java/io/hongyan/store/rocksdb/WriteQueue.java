package io.hongyan.store.rocksdb;

import io.hongyan.store.rocksdb.health.WriteBacklog;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/// What one shard asks of the writer, in its order, until the writer takes it.
///
/// A message that its receiver was sent at once may linger here: most receivers acknowledge within milliseconds, and
/// what is acknowledged needs not be written, nor deleted again. Whoever waits for it to be durable then waits for that
/// acknowledgement, or for the write that follows when it does not come in time. As soon as anything that does not
/// linger is there, everything may be taken at once.
///
/// Any thread may put; one thread takes.
final class WriteQueue {
    /// So often the writer finds the same head too young: then it takes it all the same. The clock may stand still.
    private static final int MOST_VISITS = 8;

    private static final Queue<WriteRequest> NOTHING = new ArrayDeque<>(0);

    private final WriteBacklog backlog;
    private ArrayDeque<WriteRequest> waiting = new ArrayDeque<>();

    /// Messages that linger.
    private int lingering;

    /// Requests that should be written soon.
    private int urgent;

    private int barriers;

    /// How often the writer has left the present head.
    private int visits;

    /// Whether the writer has taken something that may not be durable yet.
    private boolean underWay;

    WriteQueue(WriteBacklog backlog) {
        this.backlog = backlog;
    }

    /// Adds a request.
    ///
    /// @return how many wait
    synchronized int put(WriteRequest write) {
        waiting.add(write);
        switch (write) {
            case WriteRequest.Barrier _ -> barriers++;
            case WriteRequest.Done _ -> {} // waits for nobody
            default -> urgent++;
        }
        return waiting.size();
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    /// Whether a barrier should bring the writer here at once.
    synchronized boolean isUrgent() {
        return urgent > 0 || lingering == 0;
    }

    /// The receiver was sent a message.
    ///
    /// @param lingers whether it may linger
    /// @param now in units of 1,024 ns
    /// @return false when the writer has it already
    synchronized boolean sent(Append append, int mark, boolean lingers, int now) {
        if (!append.isWaiting()) {
            return false;
        }
        append.mark(mark);
        if (lingers) {
            append.linger(now);
            urgent--;
            lingering++;
        }
        return true;
    }

    /// The message needs nothing more.
    ///
    /// @return false when the writer has it already
    synchronized boolean cancel(Append append) {
        if (!append.isWaiting()) {
            return false;
        }
        leaves(append);
        append.cancel();
        return true;
    }

    /// Takes from the head what waits for nothing any more.
    ///
    /// @param barrier gets each barrier among it
    /// @return whether the writer should see to a barrier that is left
    synchronized boolean settle(Consumer<WriteRequest.Barrier> barrier) {
        for (WriteRequest head = waiting.peek(); head != null; head = waiting.peek()) {
            if (head instanceof Append append && append.isCancelled()) {
                backlog.remove(append.counted());
            } else if (head instanceof WriteRequest.Barrier task && !underWay) {
                barriers--;
                barrier.accept(task);
            } else {
                break;
            }
            waiting.remove();
            visits = 0;
        }
        return barriers > 0 && lingering == 0;
    }

    /// Takes what is to be written now. Called by the writer, who removes each before it is written: what is written is
    /// held no longer.
    ///
    /// @param longest how long a message may linger, in units of 1,024 ns; 0 = not at all
    /// @param now in the same units
    synchronized Queue<WriteRequest> take(int longest, int now) {
        Queue<WriteRequest> taken = longest == 0 || urgent > 0 || lingering == 0 ? takeAll() : takeOld(longest, now);
        underWay = !taken.isEmpty();
        return taken;
    }

    private Queue<WriteRequest> takeAll() {
        if (waiting.isEmpty()) {
            return NOTHING;
        }
        ArrayDeque<WriteRequest> taken = waiting;
        waiting = new ArrayDeque<>();
        for (WriteRequest write : taken) {
            if (write instanceof Append append && append.isWaiting()) {
                append.takeEarly();
            }
        }
        lingering = 0;
        urgent = 0;
        barriers = 0;
        visits = 0;
        return taken;
    }

    /// What has lingered long enough, and what does not wait behind the rest.
    private Queue<WriteRequest> takeOld(int longest, int now) {
        ArrayDeque<WriteRequest> taken = new ArrayDeque<>();
        for (WriteRequest head = waiting.peek(); head != null && !stays(head, longest, now); head = waiting.peek()) {
            taken.add(waiting.remove());
            if (head instanceof WriteRequest.Barrier) {
                barriers--;
            } else if (head instanceof Append append && append.isWaiting()) {
                leaves(append);
                append.take();
            }
        }
        visits = taken.isEmpty() ? visits + 1 : 0;
        return taken;
    }

    private boolean stays(WriteRequest head, int longest, int now) {
        return visits < MOST_VISITS
                && head instanceof Append append
                && append.isWaiting()
                && append.lingered(now) < longest;
    }

    private void leaves(Append append) {
        if (append.lingers()) {
            lingering--;
        } else {
            urgent--;
        }
    }

    /// What was taken is durable.
    synchronized void written() {
        underWay = false;
    }
}
