package io.hongyan.transport;

import io.hongyan.codec.wire.ExpectedHeaders;
import java.nio.ByteBuffer;

/// A transport connection that carries MQTT frames: whole control packets. Whether TCP, TLS or WebSocket is below makes
/// no difference here.
///
/// Confined to its loop: every call must be made there, but for [#peer()].
public interface Connection {
    /// Room for one frame of exactly `size` bytes at the end of what this connection has to send. The caller must fill
    /// it before any other call; it leaves at the end of the loop's turn, together with all that was appended in that
    /// turn. On a closed connection the room leads nowhere. Over WebSocket each frame is a binary message of its own.
    ByteBuffer frame(int size);

    /// The number of bytes that were appended and have not been taken by the operating system, 0 or more.
    long backlog();

    /// Stops taking bytes from the socket, so that the peer is slowed by TCP, until [#resumeReading()]. Frames already
    /// taken from the socket are held back too.
    void pauseReading();

    void resumeReading();

    /// The largest frame accepted from the peer, in bytes. A longer one ends in [ConnectionHandler#violated] before
    /// anything is allocated for it.
    void frameLimit(int bytes);

    /// What the peer may send next; all until this is called. A frame whose first bytes cannot be the beginning of such
    /// a packet ends in [ConnectionHandler#violated] without the rest of it, unless it arrived whole: then it is handed
    /// on, for its decoder to refuse.
    void expect(ExpectedHeaders headers);

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

    /// Hands the connection over to another loop: nothing is read in between, frames that already arrived follow the
    /// move, and `moved` runs on the target loop when it owns the connection. Allowed once, before anything was sent.
    void move(Loop target, Runnable moved);

    /// The loop that owns this connection.
    Loop loop();
}
