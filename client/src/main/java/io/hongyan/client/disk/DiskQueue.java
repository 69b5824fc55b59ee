package io.hongyan.client.disk;

import io.hongyan.client.loop.ClientEventLoop;
import io.hongyan.client.message.Message;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The loop's side of the queue on disk. The records of a turn are handed to a separate thread, which writes and syncs
/// them; the records of that time are the next batch. A slow disk makes batches larger, and never blocks the loop.
///
/// Confined to the loop.
public final class DiskQueue implements ClientEventLoop.TurnEndListener {
    private static final System.Logger LOG = System.getLogger(DiskQueue.class.getName());
    private static final long RETRY = 1000;

    private final DiskJournal journal;
    private final Owner owner;
    private final ClientEventLoop loop;
    private final InstantSource clock;
    private final ArrayDeque<Wait> waits = new ArrayDeque<>();
    private List<DiskRecord> pending = new ArrayList<>();
    private final long mostBytes;
    private long lastPlace;
    /// The last message that is in the file for sure.
    private long writtenPlace;
    private long recorded;
    /// Of messages that were added and are not written yet.
    private long waitingBytes;
    private long writingBytes;
    private boolean writing;
    private boolean scheduled;
    private boolean failing;
    private @Nullable Runnable closing;

    private record Wait(long count, Consumer<Boolean> action) {}

    /// The client that the queue belongs to.
    public interface Owner {
        String clientId();

        /// Runs the action on the loop, or `rejected` on this thread when the loop has ended.
        void submit(Runnable action, Runnable rejected);

        /// The queue cannot be written; called once until it can. Called on the loop.
        void diskFailed(Exception cause);
    }

    /// @param mostBytes of messages that wait for the disk
    public DiskQueue(DiskJournal journal, Owner owner, ClientEventLoop loop, long mostBytes, InstantSource clock) {
        this.journal = journal;
        this.owner = owner;
        this.loop = loop;
        this.clock = clock;
        this.mostBytes = mostBytes;
        this.lastPlace = journal.lastPlace();
        this.writtenPlace = lastPlace;
    }

    /// The messages that an earlier client left. Only before anything was recorded.
    public List<DiskJournal.Entry> left() {
        return journal.entries();
    }

    /// How long ago that was, by the wall clock; 0 when the clock was set back.
    public long millisSince(long millis) {
        return Math.max(0, clock.millis() - millis);
    }

    /// @param weight its bytes in memory, about
    public DiskMessageState add(Message message, long weight) {
        DiskMessageState diskState = DiskMessageState.added(++lastPlace);
        waitingBytes += weight;
        record(new DiskRecord.Added(diskState.number(), clock.millis(), message));
        return diskState;
    }

    public void sent(DiskMessageState diskState, int packetId) {
        record(new DiskRecord.Sent(diskState.number(), packetId));
    }

    public void released(DiskMessageState diskState) {
        record(new DiskRecord.Released(diskState.number()));
    }

    public void ended(DiskMessageState diskState) {
        if (diskState.end()) {
            record(new DiskRecord.Ended(diskState.number()));
        }
    }

    /// Runs the action when everything recorded so far is synced (true), or will never be (false).
    public void whenSafe(Consumer<Boolean> action) {
        waits.add(new Wait(recorded, action));
    }

    /// Whether the message was written, so that the next client finds it unless it has ended.
    public boolean isWritten(DiskMessageState diskState) {
        return diskState.number() <= writtenPlace;
    }

    /// Whether the last write failed.
    public boolean isFailing() {
        return failing;
    }

    /// Whether more bytes wait for the disk than may.
    public boolean isFull() {
        return waitingBytes + writingBytes > mostBytes;
    }

    /// Writes what is left, and releases the folder.
    ///
    /// @param then done afterwards, on another thread
    public void close(Runnable then) {
        closing = then;
        if (!writing) {
            write();
        }
    }

    private void record(DiskRecord what) {
        pending.add(what);
        recorded++;
        if (!writing && !scheduled) {
            scheduled = true;
            loop.atTurnEnd(this);
        }
    }

    /// The turn is over.
    @Override
    public void turnEnded() {
        scheduled = false;
        if (!writing) {
            write();
        }
    }

    private void write() {
        writing = true;
        List<DiskRecord> batch = pending;
        pending = new ArrayList<>();
        writingBytes += waitingBytes;
        waitingBytes = 0;
        long count = recorded;
        long last = lastPlace;
        Thread.ofVirtual().name("hongyan-client-disk").start(() -> {
            try {
                journal.append(batch);
                owner.submit(() -> written(count, last), this::closeJournal);
            } catch (IOException | RuntimeException e) {
                owner.submit(() -> failed(e), this::closeJournal);
            } catch (Error e) {
                // Such as no memory for the buffer. Unheard, it would leave the queue standing still.
                owner.submit(() -> failed(new IOException(e)), this::closeJournal);
            }
        });
    }

    private void written(long count, long last) {
        writing = false;
        writingBytes = 0;
        writtenPlace = last;
        failing = false;
        runWaits(count, true);
        if (!pending.isEmpty()) {
            write();
        } else if (closing != null) {
            end();
        }
    }

    private void failed(Exception why) {
        if (!failing) {
            failing = true;
            LOG.log(Level.WARNING, "the queue of client '" + owner.clientId() + "' cannot be written", why);
            owner.diskFailed(why);
        }
        if (closing == null) {
            loop.after(RETRY, this::write);
        } else {
            runWaits(Long.MAX_VALUE, false);
            end();
        }
    }

    private void runWaits(long count, boolean safe) {
        while (!waits.isEmpty() && waits.element().count() <= count) {
            waits.remove().action().accept(safe);
        }
    }

    private void end() {
        Runnable then = closing;
        writing = true;
        Thread.ofVirtual().name("hongyan-client-disk").start(() -> {
            closeJournal();
            if (then != null) {
                then.run();
            }
        });
    }

    private void closeJournal() {
        try {
            journal.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the queue of client '" + owner.clientId() + "' was not closed well", e);
        }
    }
}
