package io.hongyan.conformance.rocketmq;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// The line to a server of RocketMQ: the same port at another loopback address leads to it. It cuts connections, delays
/// what they carry, or carries nothing.
final class Line implements AutoCloseable {
    /// Where the lines begin. All of 127.0.0.0/8 is loopback.
    static final String HOST = "127.0.0.2";

    private static final int CHUNK = 64 * 1024;

    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile Duration delay = Duration.ZERO;
    private volatile CompletableFuture<Void> flowing = CompletableFuture.completedFuture(null);

    /// @param port of the server, at 127.0.0.1
    Line(int port) throws IOException {
        listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(HOST, port));
        Thread.ofVirtual().start(() -> accept(port));
    }

    /// Delays each piece of what is carried from now on.
    void delay(Duration each) {
        delay = each;
    }

    /// Carries nothing from now on, and tells nobody.
    void hold() {
        flowing = new CompletableFuture<>();
    }

    /// Carries what was held, and goes on.
    void release() {
        flowing.complete(null);
    }

    /// Resets all connections. New ones are carried as before.
    ///
    /// @return how many sockets there were
    int cut() {
        List<Socket> open = List.copyOf(sockets);
        open.forEach(Line::reset);
        return open.size();
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // it has ended by itself
        }
    }

    private void accept(int port) {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                connect(client, port);
            } catch (IOException e) {
                // closed, or a client that has gone
            }
        }
    }

    private void connect(Socket client, int port) throws IOException {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
            sockets.addAll(List.of(client, server));
            Thread.ofVirtual().start(() -> carry(client, server));
            Thread.ofVirtual().start(() -> carry(server, client));
        } catch (IOException e) {
            client.close(); // the server is away
        }
    }

    private void carry(Socket from, Socket to) {
        byte[] chunk = new byte[CHUNK];
        try {
            for (int read = from.getInputStream().read(chunk);
                    read >= 0;
                    read = from.getInputStream().read(chunk)) {
                LockSupport.parkNanos(delay.toNanos());
                flowing.join();
                to.getOutputStream().write(chunk, 0, read);
            }
        } catch (IOException e) {
            // cut, or one end has gone: the other one goes, too
        }
        reset(from);
        reset(to);
        sockets.removeAll(List.of(from, to));
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
        release();
    }
}
