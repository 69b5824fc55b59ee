package io.hongyan.testkit.sim.world;

import java.util.ArrayDeque;

/// The client's end of a simulated connection.
public final class SimSocket {
    private final SimConnection far;
    private final Pipe toServer;
    private final Pipe toClient;
    private final RandomStream random;
    private final Handler handler;
    private final ArrayDeque<byte[]> unread = new ArrayDeque<>();
    private boolean paused;
    private boolean open = true;
    private boolean mute;

    /// What the client does with a connection.
    public interface Handler {
        /// One whole frame came; it belongs to the handler.
        void received(byte[] frame);

        /// The connection ended, and not by this side.
        void ended();
    }

    /// @param network of both directions
    public SimSocket(Scheduler scheduler, RandomStream random, NetworkTiming network, Handler handler, Place place) {
        this.random = random;
        this.handler = handler;
        this.toServer = new Pipe(scheduler, random, network.delayMicros(), this::atServer);
        this.toClient = new Pipe(scheduler, random, network.delayMicros(), this::arrived);
        this.far = new SimConnection(place, network, toClient);
        far.open();
    }

    private void atServer(byte[] frame) {
        far.arrived(frame);
    }

    private void arrived(byte[] frame) {
        if (!open) {
            return;
        }
        if (paused) {
            unread.add(frame);
        } else {
            take(frame);
        }
    }

    private void take(byte[] frame) {
        if (Pipe.isEnd(frame)) {
            open = false;
            handler.ended();
        } else {
            far.taken(frame.length);
            handler.received(frame);
        }
    }

    /// Sends one whole frame.
    public void send(byte[] frame) {
        if (open && !mute) {
            toServer.send(frame);
        }
    }

    /// Takes nothing from the network until [#resume()].
    public void pause() {
        paused = true;
    }

    /// Delivers what arrived meanwhile, and continues reading.
    public void resume() {
        paused = false;
        while (!paused && open && !unread.isEmpty()) {
            take(unread.remove());
        }
    }

    /// Ends it in order: what was sent arrives first.
    public void close() {
        end();
        toServer.send(Pipe.END);
    }

    /// Breaks it: a part of the frames under way to the broker is lost, and all those under way to the client.
    public void reset() {
        end();
        toServer.lose(random.nextInt(toServer.size() + 1));
        toServer.send(Pipe.END);
    }

    private void end() {
        open = false;
        unread.clear();
        toClient.swallow();
    }

    /// The network loses everything from now on, in both directions; neither side hears of it.
    public void vanish() {
        mute = true;
        toServer.swallow();
        toClient.swallow();
    }

    /// The client gives up a connection that has vanished; the broker does not hear of it.
    public void abandon() {
        end();
    }

    /// The broker learns that the network has lost the connection.
    public void tellServer() {
        far.arrived(Pipe.END);
    }

    /// Nothing arrives at either side for that time.
    public void freeze(long until) {
        toServer.freeze(until);
        toClient.freeze(until);
    }

    /// Ends a [#freeze].
    public void thaw() {
        toServer.thaw();
        toClient.thaw();
    }

    /// The broker died: what it had sent may still arrive, in part.
    public void serverDied() {
        toClient.lose(random.nextInt(toClient.size() + 1));
        toClient.send(Pipe.END);
        toServer.swallow();
    }

    /// Whether neither side has ended it, as far as the client knows.
    public boolean isOpen() {
        return open;
    }

    /// The broker's end.
    public SimConnection far() {
        return far;
    }
}
