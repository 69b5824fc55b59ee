package io.hongyan.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A network that breaks: passes bytes between clients and a server, and cuts each connection after some of them, at a
/// place that only its seed knows, in either direction, by FIN or by RST. After so many cuts it holds.
final class CuttingProxy implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;
    private final Random random;
    private final AtomicInteger cuts;
    private final int longest;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /// @param longest the most bytes that a doomed connection passes in a direction
    CuttingProxy(int target, long seed, int cuts, int longest) throws IOException {
        this.target = target;
        this.random = new Random(seed);
        this.cuts = new AtomicInteger(cuts);
        this.longest = longest;
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return listener.getLocalPort();
    }

    int cutsLeft() {
        return Math.max(0, cuts.get());
    }

    /// Cuts all there is, now.
    void cut() {
        open.forEach(CuttingProxy::reset);
    }

    private void serve() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(client);
                open.add(server);
                boolean doomed = cuts.getAndDecrement() > 0;
                long up = doomed ? random.nextInt(longest) : Long.MAX_VALUE;
                long down = doomed ? random.nextInt(longest) : Long.MAX_VALUE;
                boolean hard = random.nextBoolean();
                Thread.ofVirtual().start(() -> pass(client, server, up, hard));
                Thread.ofVirtual().start(() -> pass(server, client, down, hard));
            }
        } catch (IOException e) {
            cut();
        }
    }

    private void pass(Socket from, Socket to, long budget, boolean hard) {
        byte[] buffer = new byte[4096];
        long left = budget;
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int count = in.read(buffer);
            while (count >= 0 && left > 0) {
                out.write(buffer, 0, (int) Math.min(count, left));
                left -= count;
                count = left > 0 ? in.read(buffer) : -1;
            }
            if (hard && left <= 0) {
                reset(from);
                reset(to);
            }
        } catch (IOException e) {
            // One of the two has gone, and the other goes with it.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It is gone already.
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
