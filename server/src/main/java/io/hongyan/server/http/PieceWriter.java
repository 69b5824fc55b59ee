package io.hongyan.server.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;

/// Writes a body piece by piece. Nobody reads the connection meanwhile, so it looks by itself whether the client is
/// still there. For the thread of one request.
final class PieceWriter {
    private final HttpConnections connections;
    private final EndPoint socket;
    private final EndPoint decrypted;
    private final Content.Sink out;
    /// For what the client sends although its connection ends with this answer.
    private final ByteBuffer ignored = BufferUtil.allocate(1024);

    private long bytes;

    /// @param socket by which the connections know it
    /// @param decrypted the same one, or that above it of TLS
    PieceWriter(HttpConnections connections, EndPoint socket, EndPoint decrypted, Content.Sink out) {
        this.connections = connections;
        this.socket = socket;
        this.decrypted = decrypted;
        this.out = out;
    }

    /// Writes all pieces.
    ///
    /// @return how many bytes
    /// @throws IOException when the client has left, or takes too long to read one
    long write(Pieces pieces) throws IOException {
        try {
            for (byte[] piece = pieces.next(); piece != null; piece = pieces.next()) {
                expectClient();
                if (piece.length > 0) {
                    write(piece, false);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server stops");
        }
        write(new byte[0], true);
        return bytes;
    }

    private void expectClient() throws IOException {
        int read = decrypted.fill(ignored);
        BufferUtil.clear(ignored);
        if (read < 0) {
            throw new EOFException("the client has left");
        }
    }

    private void write(byte[] piece, boolean last) throws IOException {
        connections.answer(socket);
        Content.Sink.write(out, last, ByteBuffer.wrap(piece));
        bytes += piece.length;
        if (!last) {
            connections.begin(socket);
        }
    }
}
