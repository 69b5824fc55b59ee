package io.hongyan.testkit.sim.world;

import io.hongyan.transport.CloseCause;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import io.hongyan.transport.Framing;
import io.hongyan.transport.Loop;
import io.hongyan.transport.Peer;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/// The broker's end of a simulated connection. It behaves as the one on real sockets does: frames held back while
/// reading is paused, a close that sends what was appended first, a move between loops, an end that is reported once.
public final class SimConnection implements Connection {
    private static final long FAREWELL_MICROS = 5_000_000;
    private static final int LINGER_MICROS = 1_000_000;

    private final Place place;
    private final SendQueue sending;
    private final ArrayDeque<byte[]> socket = new ArrayDeque<>();
    private final ArrayDeque<byte[]> held = new ArrayDeque<>();
    private SimLoop loop;
    private final HandlerCalls handler;
    private int takenBytes;
    private boolean takenDue;
    private boolean readDue;
    private boolean paused;
    private boolean moving;
    private boolean choked;
    private boolean taking;
    private boolean deaf;
    private boolean closing;
    private boolean closed;
    private boolean gone;
    private boolean ended;
    private CloseCause cause = CloseCause.PEER;

    SimConnection(Place place, NetworkTiming network, Pipe toClient) {
        this.place = place;
        this.loop = place.loop();
        this.sending = new SendQueue(network, toClient);
        this.handler = new HandlerCalls(this, this::broken);
    }

    void open() {
        loop.execute(() -> {
            if (place.acceptor().admit(place.peer().address())) {
                handler.guarded(() -> handler.set(place.acceptor().accepted(this)));
                settle();
            } else {
                ended = true;
                closed = true;
                deaf = true;
                sending.end();
            }
        });
    }

    void arrived(byte[] frame) {
        socket.add(frame);
        goOn();
    }

    /// Reads what is there. A peer that has closed refuses what this side writes, whether its end was read or not.
    private void goOn() {
        if (reads() && !socket.isEmpty()) {
            queueRead();
        } else if (choked && !socket.isEmpty() && Pipe.isEnd(socket.getLast())) {
            loop.execute(this::lost);
        }
    }

    private void lost() {
        while (!socket.isEmpty() && !Pipe.isEnd(socket.element())) {
            held.add(socket.remove());
        }
        sending.discard();
        inactive();
    }

    /// The client has read so many bytes.
    void taken(int bytes) {
        takenBytes += bytes;
        if (!takenDue) {
            takenDue = true;
            loop.execute(() -> {
                takenDue = false;
                sending.taken(takenBytes);
                takenBytes = 0;
                afterWrite();
            });
        }
    }

    private boolean reads() {
        return handler.isSet() && !paused && !moving && !choked;
    }

    private void queueRead() {
        if (!readDue) {
            readDue = true;
            loop.readable(this);
        }
    }

    /// One read of the socket: the frames that are there, or some of them.
    void read() {
        readDue = false;
        if (!reads() || ended) {
            return;
        }
        int most = loop.random().between(1, 64);
        boolean end = false;
        for (int i = 0; i < most && !socket.isEmpty() && !end; i++) {
            byte[] next = socket.remove();
            end = Pipe.isEnd(next);
            if (!end && !deaf) {
                held.add(next);
            }
        }
        take();
        if (end) {
            inactive();
        }
    }

    private void take() {
        if (taking) {
            return;
        }
        taking = true;
        try {
            while (!held.isEmpty() && !deaf && !paused && !moving && !choked()) {
                handler.received(held.remove());
            }
        } catch (RuntimeException fault) {
            if (handler.violated(fault)) {
                deaf = true;
            } else {
                broken(fault);
            }
        } catch (Error bug) {
            broken(bug);
        } finally {
            taking = false;
        }
        if (deaf) {
            held.clear();
        }
        settle();
    }

    private boolean choked() {
        choked = choked || (!gone && sending.isCongested());
        return choked && !gone;
    }

    private void settle() {
        if (gone) {
            if (held.isEmpty() && !moving) {
                end();
            }
        } else {
            goOn();
        }
    }

    private void inactive() {
        gone = true;
        if (moving) {
            return;
        }
        if (choked && !paused && !taking) {
            choked = false;
            resume();
        } else if (held.isEmpty()) {
            end();
        }
    }

    private void end() {
        if (ended) {
            return;
        }
        ended = true;
        gone = true;
        deaf = true;
        held.clear();
        sending.discard();
        handler.closed(cause);
        place.acceptor().left(place.peer().address());
    }

    /// A handler threw: the connection ends, and nothing else.
    private void broken(Throwable bug) {
        deaf = true;
        cause = CloseCause.FAULT;
        place.failed().accept(bug);
        loop.execute(this::shut);
    }

    @Override
    public ByteBuffer frame(int size) {
        ByteBuffer room = ByteBuffer.allocate(size);
        if (isOpen()) {
            flushAtEnd();
            sending.append(room);
        }
        return room;
    }

    @Override
    public long backlog() {
        return sending.backlog();
    }

    @Override
    public void pauseReading() {
        paused = true;
    }

    @Override
    public void resumeReading() {
        paused = false;
        if (!taking && !moving) {
            resume();
        }
    }

    private void resume() {
        if (held.isEmpty()) {
            settle();
        } else {
            take();
        }
    }

    @Override
    public void frameLimit(int bytes) {
        handler.frameLimit(bytes);
    }

    @Override
    public void framing(Framing framing) {
        // frames arrive whole: their decoder refuses them
    }

    @Override
    public void handler(ConnectionHandler next) {
        handler.set(next);
    }

    @Override
    public void close() {
        if (closing) {
            return;
        }
        leave();
        if (gone) {
            loop.execute(this::end);
        } else if (!moving) {
            flushAtEnd();
        }
    }

    @Override
    public void abort() {
        leave();
        closed = true;
        sending.discard();
        if (gone) {
            loop.execute(this::end);
        } else if (!moving) {
            shut();
        }
    }

    private void leave() {
        closing = true;
        deaf = true;
        cause = CloseCause.LOCAL;
        held.clear();
        paused = false;
    }

    /// Ends the stream towards the client at once.
    private void shut() {
        if (!gone) {
            closed = true;
            sending.discard();
            sending.end();
            loop.execute(this::inactive);
        }
    }

    @Override
    public boolean isOpen() {
        return !closing && !gone && !ended;
    }

    @Override
    public Peer peer() {
        return place.peer();
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public void move(Loop target, Runnable moved) {
        moving = true;
        SimLoop next = (SimLoop) target;
        loop.execute(() -> next.execute(() -> arrive(next, moved)));
    }

    private void arrive(SimLoop target, Runnable moved) {
        loop = target;
        moving = false;
        readDue = false;
        if (!socket.isEmpty() && Pipe.isEnd(socket.element()) && loop.random().nextBoolean()) {
            gone = true; // the peer left so early that the channel could not be registered any more
        }
        if (closing) {
            if (gone) {
                end();
            } else if (closed) {
                shut();
            } else {
                flushAtEnd();
            }
            return;
        }
        handler.guarded(moved);
        if (gone && held.isEmpty()) {
            end();
        } else if (!paused && !closing) {
            resume();
        }
    }

    private void flushAtEnd() {
        if (sending.markDirty()) {
            loop.dirty(this);
        }
    }

    /// Sends what this turn appended.
    void flushTurn() {
        sending.clean();
        if (closed || gone) {
            sending.discard();
            return;
        }
        sending.flush();
        if (closing) {
            closed = true;
            loop.scheduler().after(FAREWELL_MICROS, () -> loop.execute(this::shut));
        }
        afterWrite();
    }

    private void afterWrite() {
        if (closed) {
            if (sending.isEmpty() && !gone && sending.end()) {
                loop.scheduler().after(loop.random().nextInt(LINGER_MICROS), () -> loop.execute(this::inactive));
            }
            return;
        }
        if (sending.becameWritable() && !closing && !ended) {
            if (choked) {
                choked = false;
                if (!paused && !taking && !moving) {
                    resume();
                }
            }
            handler.drained();
        }
    }

    /// Whether the broker has stopped taking what the client sends, though both are there.
    public boolean isHeldBack() {
        return !ended && !gone && !closing && (paused || moving || choked || !held.isEmpty());
    }

    /// Whether the broker counts it as ended.
    public boolean hasEnded() {
        return ended || loop.dead();
    }

    @Override
    public String toString() {
        return "connection " + place.peer().address().getPort() + (paused ? " paused" : "") + (moving ? " moving" : "")
                + (choked ? " choked" : "") + (closing ? " closing" : "") + (gone ? " gone" : "")
                + (ended ? " ended" : "") + ", held " + held.size() + ", unread " + socket.size() + ", backlog "
                + backlog();
    }
}
