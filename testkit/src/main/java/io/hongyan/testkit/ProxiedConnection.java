package io.hongyan.testkit;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// One connection of a [FaultyNetwork]: two sockets, and for each direction a thread that reads packets and one that
/// writes them when their time has come.
final class Line {
    private static final int MOST_WAITING = 10_000;

    private final FaultyNetwork network;
    private final Socket client;
    private final Socket broker;
    private final AtomicBoolean over = new AtomicBoolean();

    /// A packet, to be written when its time has come; without bytes the end of the stream.
    private record Due(byte[] packet, CompletableFuture<Void> time) {}

    Line(FaultyNetwork network, Socket client, Socket broker) throws IOException {
        this.network = network;
        this.client = client;
        this.broker = broker;
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
        Thread.ofVirtual().start(() -> run(() -> write(waiting, to)));
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
            switch (network.fate(direction, packet)) {
                case PASS -> waiting.put(due);
                case DROP -> {}
                case TWICE -> {
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
        Duration delay = network.delay();
        CompletableFuture<Void> time = delay.isZero()
                ? CompletableFuture.completedFuture(null)
                : new CompletableFuture<Void>().completeOnTimeout(null, delay.toNanos(), TimeUnit.NANOSECONDS);
        return new Due(packet, time);
    }

    /// The next packet; empty at the end of the stream, wherever that is.
    private static byte[] packet(DataInputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            return new byte[0];
        }
        try {
            byte[] header = {(byte) first, 0, 0, 0, 0};
            int size = 1;
            int length = 0;
            do {
                header[size] = in.readByte();
                length |= (header[size] & 0x7f) << (7 * (size - 1));
            } while (header[size++] < 0 && size < header.length);
            byte[] packet = new byte[size + length];
            System.arraycopy(header, 0, packet, 0, size);
            in.readFully(packet, size, length);
            return packet;
        } catch (EOFException e) {
            return new byte[0];
        }
    }

    private void write(BlockingQueue<Due> waiting, Socket to) throws IOException, InterruptedException {
        OutputStream out = to.getOutputStream();
        for (Due due = waiting.take(); ; due = waiting.take()) {
            due.time().join();
            if (due.packet().length == 0) {
                end();
                return;
            }
            out.write(due.packet());
        }
    }

    /// One side has ended.
    private void end() throws IOException {
        over.set(true);
        network.ended(this);
        client.close();
        broker.close();
    }

    /// RST on both sides.
    void cut() {
        if (over.getAndSet(true)) {
            return;
        }
        network.ended(this);
        reset(client);
        reset(broker);
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // it has ended by itself
        }
    }
}
