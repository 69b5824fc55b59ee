package io.hongyan.cli.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/// A way to a broker that breaks some times, each time after so many bytes of the client, and then holds.
final class BreakingProxy implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;
    private final int bytes;
    private final AtomicInteger breaks;

    private BreakingProxy(int target, int bytes, int times) throws IOException {
        this.target = target;
        this.bytes = bytes;
        this.breaks = new AtomicInteger(times);
    }

    static BreakingProxy to(int port, int bytes, int times) throws IOException {
        BreakingProxy proxy = new BreakingProxy(port, bytes, times);
        Thread _ = Thread.ofVirtual().start(proxy::serve);
        return proxy;
    }

    int port() {
        return listener.getLocalPort();
    }

    /// How often it will still break.
    int remaining() {
        return Math.max(0, breaks.get());
    }

    private void serve() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                long budget = breaks.getAndDecrement() > 0 ? bytes : Long.MAX_VALUE;
                Thread _ = Thread.ofVirtual().start(() -> pass(client, server, budget));
                Thread _ = Thread.ofVirtual().start(() -> pass(server, client, Long.MAX_VALUE));
            }
        } catch (IOException e) {
            close();
        }
    }

    private static void pass(Socket from, Socket to, long budget) {
        byte[] buffer = new byte[4_096];
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
        } catch (IOException e) {
            // One of the two has gone, and the other goes with it.
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
