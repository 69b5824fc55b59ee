package io.hongyan.testkit;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// One connection of a [FaultyProxy]: two sockets, and for each direction a thread that reads packets and one that
/// writes them when their time has come.
final class ProxiedConnection {
    private static final int MOST_WAITING = 10_000;
    private static final int SLICES_PER_SECOND = 10;

    private final FaultyProxy proxy;
    private final Socket client;
    private final Socket broker;
    private final CutPlan.Cut cut;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger openDirections = new AtomicInteger(2);

    /// A packet, to be written when its time has come; without bytes the end of the stream.
    private record Due(byte[] packet, CompletableFuture<Void> time) {}

    ProxiedConnection(FaultyProxy proxy, Socket client, Socket broker, CutPlan.Cut cut) throws IOException {
        this.proxy = proxy;
        this.client = client;
        this.broker = broker;
        this.cut = cut;
        client.setTcpNoDelay(true);
        broker.setTcpNoDelay(true);
    }

    void start() {
        start(Direction.TO_BROKER, client, broker);
        start(Direction.TO_CLIENT, broker, client);
    }

    private void start(Direction direction, Socket from, Socket to) {
        BlockingQueue<Due> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
        Thread.ofVirtual().start(() -> run(() -> read(direction, from, waiting)));
        Thread.ofVirtual().start(() -> run(() -> write(waiting, to, cut.bytes(direction))));
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void run(Work work) {
        try {
            work.run();
        } catch (IOException e) {
            cut();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(Direction direction, Socket from, BlockingQueue<Due> waiting)
            throws IOException, InterruptedException {
        DataInputStream in = new DataInputStream(from.getInputStream());
        byte[] packet = packet(in);
        while (packet.length > 0) {
            Due due = due(packet);
            switch (proxy.action(direction, packet)) {
                case PASS -> waiting.put(due);
                case DROP -> proxy.countDropped();
                case DUPLICATE -> {
                    waiting.put(due);
                    waiting.put(due);
                }
                case CUT -> {
                    cut();
                    return;
                }
            }
            packet = packet(in);
        }
        waiting.put(due(packet));
    }

    private Due due(byte[] packet) {
        return new Due(packet, after(proxy.delay()));
    }

    private static CompletableFuture<Void> after(Duration pause) {
        return pause.isZero()
                ? CompletableFuture.completedFuture(null)
                : new CompletableFuture<Void>().completeOnTimeout(null, pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// The next packet, or the part of it that came before the end of the stream; empty at the end.
    private static byte[] packet(DataInputStream in) throws IOException {
        byte[] header = new byte[5];
        int size = 0;
        int length = 0;
        do {
            int next = in.read();
            if (next < 0) {
                return Arrays.copyOf(header, size);
            }
            header[size++] = (byte) next;
            if (size > 1) {
                length |= (next & 0x7f) << (7 * (size - 2));
            }
        } while (size == 1 || (header[size - 1] < 0 && size < header.length));
        byte[] body = in.readNBytes(length);
        byte[] packet = Arrays.copyOf(header, size + body.length);
        System.arraycopy(body, 0, packet, size, body.length);
        return packet;
    }

    private void write(BlockingQueue<Due> waiting, Socket to, long bytes) throws IOException, InterruptedException {
        OutputStream out = to.getOutputStream();
        long left = bytes;
        for (Due due = waiting.take(); ; due = waiting.take()) {
            due.time().join();
            proxy.flowing().join();
            byte[] packet = due.packet();
            if (packet.length == 0) {
                to.shutdownOutput();
                ended();
                return;
            }
            int passing = (int) Math.min(packet.length, left);
            write(out, packet, passing);
            left -= passing;
            if (left == 0) {
                end(cut.reset());
                return;
            }
        }
    }

    /// Writes the first bytes of a packet, as fast as the proxy lets them pass.
    private void write(OutputStream out, byte[] packet, int length) throws IOException {
        int at = 0;
        while (at < length) {
            int bytesPerSecond = proxy.bytesPerSecond();
            int slice = bytesPerSecond == 0 ? length - at : Math.max(1, bytesPerSecond / SLICES_PER_SECOND);
            int count = Math.min(slice, length - at);
            if (bytesPerSecond != 0) {
                after(Duration.ofNanos(count * 1_000_000_000L / bytesPerSecond)).join();
            }
            out.write(packet, at, count);
            at += count;
        }
    }

    /// One direction has ended, and all of it has arrived.
    private void ended() {
        if (openDirections.decrementAndGet() == 0) {
            end(false);
        }
    }

    /// RST on both sides.
    void cut() {
        end(true);
    }

    private void end(boolean reset) {
        if (over.getAndSet(true)) {
            return;
        }
        proxy.ended(this);
        close(client, reset);
        close(broker, reset);
    }

    private static void close(Socket socket, boolean reset) {
        try {
            if (reset) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException e) {
            // it has ended by itself
        }
    }
}
