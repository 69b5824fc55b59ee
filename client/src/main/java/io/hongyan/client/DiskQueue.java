package io.hongyan.client;

import io.hongyan.client.PublishOutcome.Why;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The loop's side of a queue on disk. What happens in a turn is handed to a thread of its own, which writes and syncs
/// it; what happens meanwhile is the next batch. So a disk that is slow makes batches larger, and never stops the loop.
///
/// Confined to the loop.
final class DiskQueue implements ClientLoop.Shippable {
    private static final System.Logger LOG = System.getLogger(DiskQueue.class.getName());
    private static final long RETRY = 1000;

    private final DiskJournal journal;
    private final Session session;
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
    private boolean gathered;
    private boolean failing;
    private @Nullable Runnable closing;

    private record Wait(long count, Consumer<Boolean> action) {}

    DiskQueue(DiskJournal journal, Session session, InstantSource clock) {
        this.journal = journal;
        this.session = session;
        this.clock = clock;
        this.mostBytes = session.options().queue().bytes();
        this.lastPlace = journal.lastPlace();
        this.writtenPlace = lastPlace;
    }

    /// What a client before this one left. Only before anything was recorded.
    List<DiskJournal.Entry> left() {
        return journal.entries();
    }

    /// How long ago that was, by the clock on the wall; 0 when that was set back.
    long millisSince(long millis) {
        return Math.max(0, clock.millis() - millis);
    }

    DiskPlace add(Message message) {
        DiskPlace place = DiskPlace.added(++lastPlace);
        waitingBytes += message.weight();
        record(new DiskRecord.Added(place.number(), clock.millis(), message));
        return place;
    }

    void sent(DiskPlace place, int packetId) {
        record(new DiskRecord.Sent(place.number(), packetId));
    }

    void released(DiskPlace place) {
        record(new DiskRecord.Released(place.number()));
    }

    void ended(DiskPlace place) {
        if (place.end()) {
            record(new DiskRecord.Ended(place.number()));
        }
    }

    /// Runs the action when everything recorded so far is safe (true), or never will be (false).
    void whenSafe(Consumer<Boolean> action) {
        waits.add(new Wait(recorded, action));
    }

    /// Whether the message was written, so that the next client finds it unless it has ended.
    boolean isWritten(DiskPlace place) {
        return place.number() <= writtenPlace;
    }

    /// Why no message can be added at present: the disk takes nothing, or as many bytes wait for it as may wait in the
    /// queue. Null when one can.
    @Nullable
    Why obstacle() {
        if (failing) {
            return Why.DISK_FAILED;
        }
        return waitingBytes + writingBytes > mostBytes ? Why.QUEUE_FULL : null;
    }

    /// Writes what is left, and lets go of the folder.
    ///
    /// @param then done afterwards, on another thread
    void close(Runnable then) {
        closing = then;
        if (!writing) {
            write();
        }
    }

    private void record(DiskRecord what) {
        pending.add(what);
        recorded++;
        if (!writing && !gathered) {
            gathered = true;
            session.loop().gathered(this);
        }
    }

    /// The turn is over.
    @Override
    public void ship() {
        gathered = false;
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
                session.put(new Task(on -> written(count, last), this::letGo));
            } catch (IOException | RuntimeException e) {
                session.put(new Task(on -> failed(e), this::letGo));
            } catch (Error e) {
                // Such as no memory for the buffer. Unheard, it would leave the queue standing still.
                session.put(new Task(on -> failed(new IOException(e)), this::letGo));
            }
        });
    }

    private void written(long count, long last) {
        writing = false;
        writingBytes = 0;
        writtenPlace = last;
        failing = false;
        settle(count, true);
        if (!pending.isEmpty()) {
            write();
        } else if (closing != null) {
            end();
        }
    }

    private void failed(Exception why) {
        if (!failing) {
            failing = true;
            LOG.log(Level.WARNING, "the queue of client '" + session.clientId() + "' cannot be written", why);
            session.tell(new ClientEvent.QueueFailed(why));
        }
        if (closing == null) {
            session.loop().after(RETRY, this::write);
        } else {
            settle(Long.MAX_VALUE, false);
            end();
        }
    }

    private void settle(long count, boolean safe) {
        while (!waits.isEmpty() && waits.element().count() <= count) {
            waits.remove().action().accept(safe);
        }
    }

    private void end() {
        Runnable then = closing;
        writing = true;
        Thread.ofVirtual().name("hongyan-client-disk").start(() -> {
            letGo();
            if (then != null) {
                then.run();
            }
        });
    }

    private void letGo() {
        try {
            journal.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the queue of client '" + session.clientId() + "' was not closed well", e);
        }
    }
}
