package io.hongyan.transport;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A transport connection that carries the frames of a protocol, such as the packets of MQTT. Whether TCP, TLS or
/// WebSocket is below makes no difference here.
///
/// Confined to its loop: every call must be made there, but for [#peer()].
public interface Connection {
    /// Room for one frame of exactly `size` bytes at the end of what this connection has to send. The caller must fill
    /// it before any other call; it leaves at the end of the loop's turn, together with all that was appended in that
    /// turn, or sooner when that is very much. On a closed connection the room leads nowhere. Over WebSocket each frame
    /// is a binary message of its own.
    ByteBuffer frame(int size);

    /// The number of bytes that were appended and have not been taken by the operating system, 0 or more.
    long backlog();

    /// Sets what counts as a large backlog. Where there is no socket, nothing does.
    ///
    /// @param bytes above this the peer counts as slow, until a quarter of it is left, and [ConnectionHandler#drained]
    ///     is called; 4 KiB to 1 GiB
    /// @param readsOn whether the peer is read even while the backlog is twice as large. By itself it is not: each of
    ///     its frames may need an answer. Where both sides are of this kind each could wait for ever for the other to
    ///     read, so they read on, and have another bound for what they answer
    default void highWater(int bytes, boolean readsOn) {}

    /// How many bytes came from the peer so far, of whole frames or not: by this one sees that it lives while a long
    /// frame is on its way. 0 where nobody counts.
    default long received() {
        return 0;
    }

    /// Stops taking bytes from the socket, so that the peer is slowed by TCP, until [#resumeReading()]. Frames already
    /// taken from the socket are held back too.
    void pauseReading();

    void resumeReading();

    /// The largest frame accepted from the peer, in bytes. A longer one ends in [ConnectionHandler#violated] before
    /// anything is allocated for it.
    void frameLimit(int bytes);

    /// How what the peer sends next is cut into frames, from the one after the present.
    void framing(Framing framing);

    /// Who receives the frames from now on.
    void handler(ConnectionHandler handler);

    /// Sends what was appended, then closes. Nothing more is received. Bounded: a peer that does not read is cut off.
    void close();

    /// Closes at once; what was appended is lost.
    void abort();

    /// Whether frames can still be sent.
    boolean isOpen();

    /// Who is at the other end. Any thread may ask.
    Peer peer();

    /// What protects it; null without TLS.
    default @Nullable TlsTerms tls() {
        return null;
    }

    /// Hands the connection over to another loop: nothing is read in between, frames that already arrived follow the
    /// move, and `moved` runs on the target loop when it owns the connection. Allowed once, before anything was sent.
    void move(Loop target, Runnable moved);

    /// The loop that owns this connection.
    Loop loop();
}
