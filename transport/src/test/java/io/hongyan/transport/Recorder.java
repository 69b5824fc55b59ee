package io.hongyan.transport;

import io.hongyan.codec.ProtocolException;
import java.nio.ByteBuffer;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A handler that writes down what happens to its connection.
class Recorder implements ConnectionHandler {
    final LinkedBlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<ProtocolException> violations = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<CloseCause> closes = new LinkedBlockingQueue<>();
    final AtomicInteger drains = new AtomicInteger();
    final AtomicInteger strayThreads = new AtomicInteger();

    /// A frame whose only content is a number.
    static byte[] numbered(int number) {
        return ByteBuffer.allocate(6)
                .put((byte) 0x30)
                .put((byte) 4)
                .putInt(number)
                .array();
    }

    static int number(byte[] frame) {
        return ByteBuffer.wrap(frame).getInt(2);
    }

    static void send(Connection connection, byte[] frame) {
        connection.frame(frame.length).put(frame);
    }

    byte[] nextFrame() throws InterruptedException {
        byte[] frame = frames.poll(10, TimeUnit.SECONDS);
        if (frame == null) {
            throw new AssertionError("no frame within 10 s");
        }
        return frame;
    }

    CloseCause nextClose() throws InterruptedException {
        CloseCause cause = closes.poll(10, TimeUnit.SECONDS);
        if (cause == null) {
            throw new AssertionError("not closed within 10 s");
        }
        return cause;
    }

    @Override
    public void received(Connection connection, ByteBuffer frame) {
        if (!connection.loop().inLoop()) {
            strayThreads.incrementAndGet();
        }
        byte[] copy = new byte[frame.remaining()];
        frame.get(frame.position(), copy);
        frames.add(copy);
    }

    @Override
    public boolean violated(Connection connection, RuntimeException fault) {
        if (!(fault instanceof ProtocolException violation)) {
            return false;
        }
        violations.add(violation);
        connection.close();
        return true;
    }

    @Override
    public void drained(Connection connection) {
        drains.incrementAndGet();
    }

    @Override
    public void closed(Connection connection, CloseCause cause) {
        if (!connection.loop().inLoop()) {
            strayThreads.incrementAndGet();
        }
        closes.add(cause);
    }
}
