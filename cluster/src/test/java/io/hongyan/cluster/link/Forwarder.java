package io.hongyan.cluster.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A bad network: what goes through it can be cut in the middle, or stand still.
final class Forwarder implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final CompletableFuture<Void> accepting;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicLong cutAfter = new AtomicLong(Long.MAX_VALUE);
    private volatile CountDownLatch gate = new CountDownLatch(0);
    final AtomicInteger connections = new AtomicInteger();

    Forwarder(int target) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.target = target;
        this.accepting = CompletableFuture.runAsync(this::accept, Thread::startVirtualThread);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    /// Lets so many bytes more through, towards the target, then closes all connections.
    void cutAfter(long bytes) {
        cutAfter.set(bytes);
    }

    /// Keeps all that comes, or passes it on again.
    void stand(boolean stands) {
        gate.countDown();
        if (stands) {
            gate = new CountDownLatch(1);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket from = server.accept();
                Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
                connections.incrementAndGet();
                sockets.addAll(List.of(from, to));
                Thread.ofVirtual().start(() -> pass(from, to, true));
                Thread.ofVirtual().start(() -> pass(to, from, false));
            } catch (IOException _) {
                // the next one may be better
            }
        }
    }

    private void pass(Socket from, Socket to, boolean counted) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                gate.await();
                long left = counted ? cutAfter.getAndAdd(-read) : Long.MAX_VALUE;
                out.write(buffer, 0, (int) Math.max(0, Math.min(read, left)));
                if (left < read) {
                    cutAfter.set(Long.MAX_VALUE);
                    cut();
                }
            }
        } catch (IOException | InterruptedException _) {
            // one side is gone, and now both
        }
    }

    private void cut() throws IOException {
        for (Socket each : sockets) {
            each.close();
        }
        sockets.clear();
    }

    /// Nobody listens at its address any more once this returns.
    @Override
    public void close() throws IOException {
        gate.countDown();
        server.close();
        accepting.join(); // it may be taking one more connection
        cut();
    }
}
