package io.hongyan.bench;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/// Measures what a PUBACK costs beside the disk below it: `FOLDER PORT RATE SECONDS`. By turns, three times: 4 KiB are
/// written and synced in a file of the folder, and messages of QoS 1 are published to an absent session of the broker
/// at the port of this machine, both at the rate. Prints percentiles; each time counts from when it was due, so that a
/// stall counts against all that it delays. FOLDER should be on the disk of the broker's store.
public final class SyncMeasurement {
    private static final int ROUNDS = 3;
    private static final int BLOCK = 4096;
    private static final int PUBACK = 0x40;
    private static final byte[] SUBSCRIBE = {(byte) 0x82, 10, 0, 1, 0, 5, 's', 'y', 'n', 'c', 't', 1};

    private final long gapNanos;
    private final int count;

    private SyncMeasurement(int rate, int seconds) {
        gapNanos = 1_000_000_000L / rate;
        count = rate * seconds;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        int port = Integer.parseInt(args[1]);
        SyncMeasurement measurement = new SyncMeasurement(Integer.parseInt(args[2]), Integer.parseInt(args[3]));
        leaveSession(port);
        for (int round = 0; round < ROUNDS; round++) {
            print("sync", measurement.syncs(Path.of(args[0])));
            print("puback", measurement.pubacks(port));
        }
    }

    private long[] syncs(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, "sync", ".bin");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
            long[] took = new long[count];
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                long due = start + i * gapNanos;
                waitUntil(due);
                channel.write(block.clear());
                channel.force(false);
                took[i] = System.nanoTime() - due;
            }
            return took;
        } finally {
            Files.delete(file);
        }
    }

    private long[] pubacks(int port) throws IOException, InterruptedException {
        try (Socket socket = connect(port, "sync-publisher", true)) {
            long[] took = new long[count];
            long start = System.nanoTime();
            Thread reader = Thread.ofPlatform().start(() -> readPubacks(socket, start, took));
            for (int i = 0; i < count; i++) {
                waitUntil(start + i * gapNanos);
                socket.getOutputStream().write(publish(i));
            }
            reader.join();
            return took;
        }
    }

    private void readPubacks(Socket socket, long start, long[] took) {
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            for (int i = 0; i < took.length; i++) {
                if (in.readInt() >>> 24 != PUBACK) {
                    throw new IOException("no PUBACK");
                }
                took[i] = System.nanoTime() - start - i * gapNanos;
            }
        } catch (IOException e) {
            throw new IllegalStateException("the broker does not acknowledge", e);
        }
    }

    /// A session with one filter, and nobody connected to it.
    private static void leaveSession(int port) throws IOException {
        try (Socket socket = connect(port, "sync-absent", false)) {
            socket.getOutputStream().write(SUBSCRIBE);
            new DataInputStream(socket.getInputStream()).readFully(new byte[5]);
            socket.getOutputStream().write(new byte[] {(byte) 0xe0, 0});
        }
    }

    private static Socket connect(int port, String id, boolean clean) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        ByteBuffer packet = ByteBuffer.allocate(14 + id.length());
        packet.put((byte) 0x10).put((byte) (12 + id.length())).putShort((short) 4);
        packet.put(new byte[] {'M', 'Q', 'T', 'T', 4, (byte) (clean ? 2 : 0), 0, 0});
        packet.putShort((short) id.length());
        id.chars().forEach(c -> packet.put((byte) c));
        socket.getOutputStream().write(packet.array());
        new DataInputStream(socket.getInputStream()).readFully(new byte[4]);
        return socket;
    }

    /// 64 bytes under an identifier that is free again when it comes round.
    private static byte[] publish(int i) {
        ByteBuffer packet = ByteBuffer.allocate(75);
        packet.put(new byte[] {0x32, 73, 0, 5, 's', 'y', 'n', 'c', 't'});
        return packet.putShort((short) (1 + i % 60_000)).array();
    }

    private static void waitUntil(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void print(String what, long[] nanos) {
        Arrays.sort(nanos);
        System.out.printf(
                "%-7s p50 %,7d us  p90 %,7d us  p99 %,7d us  max %,7d us%n",
                what,
                nanos[nanos.length / 2] / 1000,
                nanos[(int) (nanos.length * 0.9)] / 1000,
                nanos[(int) (nanos.length * 0.99)] / 1000,
                nanos[nanos.length - 1] / 1000);
    }
}
