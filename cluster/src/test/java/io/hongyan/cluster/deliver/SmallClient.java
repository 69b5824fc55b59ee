package io.hongyan.cluster.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// As much of an MQTT 3.1.1 client as these tests need. One thread of its own reads.
public final class SmallClient implements AutoCloseable {
    private static final int CONNACK = 2;
    private static final int PUBLISH = 3;
    private static final int PUBREC = 5;
    private static final int PUBREL = 6;

    public final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    /// Completes when the connection has ended.
    public final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final Map<Integer, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();
    private int lastId; // under this

    /// With a session that ends with the connection.
    public SmallClient(int port, String clientId) {
        this(port, clientId, true);
    }

    /// @param clean whether the session begins anew, and ends with the connection
    public SmallClient(int port, String clientId, boolean clean) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            out = new DataOutputStream(socket.getOutputStream());
            Thread.ofVirtual().start(this::read);
            Body body = new Body();
            body.text("MQTT").number(clean ? 0x0402 : 0x0400).number(0).text(clientId);
            send(0x10, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        connected.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static final class Body {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Body number(int value) {
            bytes.write(value >>> 8);
            bytes.write(value);
            return this;
        }

        Body octet(int value) {
            bytes.write(value);
            return this;
        }

        Body text(String text) {
            byte[] utf8 = text.getBytes(UTF_8);
            number(utf8.length);
            bytes.writeBytes(utf8);
            return this;
        }
    }

    private synchronized void send(int first, Body body) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        int length = body.bytes.size();
        do {
            frame.write((length & 0x7f) | (length > 0x7f ? 0x80 : 0));
            length >>>= 7;
        } while (length > 0);
        frame.writeBytes(body.bytes.toByteArray());
        out.write(frame.toByteArray());
    }

    private synchronized int nextId(CompletableFuture<Void> answer) {
        do {
            lastId = lastId % 0xffff + 1;
        } while (waiting.putIfAbsent(lastId, answer) != null);
        return lastId;
    }

    private CompletableFuture<Void> ask(int first, Function<Integer, Body> body) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        try {
            send(first, body.apply(nextId(answer)));
        } catch (IOException e) {
            answer.completeExceptionally(e);
        }
        if (ended.isDone()) { // the kernel may take what nobody reads any more
            answer.completeExceptionally(new EOFException());
        }
        return answer;
    }

    /// @return completes with SUBACK
    public CompletableFuture<Void> subscribe(String filter, int qos) {
        return ask(0x82, id -> new Body().number(id).text(filter).octet(qos));
    }

    public CompletableFuture<Void> unsubscribe(String filter) {
        return ask(0xa2, id -> new Body().number(id).text(filter));
    }

    /// @return completes with PUBACK or PUBCOMP; at once for QoS 0
    public CompletableFuture<Void> publish(String topic, String payload, int qos) {
        return publish(topic, payload, qos, false);
    }

    /// The same for a message that is retained, or one without payload that makes it forgotten.
    CompletableFuture<Void> retain(String topic, String payload, int qos) {
        return publish(topic, payload, qos, true);
    }

    private CompletableFuture<Void> publish(String topic, String payload, int qos, boolean retain) {
        int first = retain ? 0x31 : 0x30;
        if (qos == 0) {
            Body body = new Body().text(topic);
            body.bytes.writeBytes(payload.getBytes(UTF_8));
            try {
                send(first, body);
            } catch (IOException e) {
                return CompletableFuture.failedFuture(e);
            }
            return CompletableFuture.completedFuture(null);
        }
        return ask(first | qos << 1, id -> {
            Body body = new Body().text(topic).number(id);
            body.bytes.writeBytes(payload.getBytes(UTF_8));
            return body;
        });
    }

    private void read() {
        try {
            while (true) {
                int first = in.readUnsignedByte();
                int length = 0;
                int shift = 0;
                int octet;
                do {
                    octet = in.readUnsignedByte();
                    length |= (octet & 0x7f) << shift;
                    shift += 7;
                } while (octet > 0x7f);
                byte[] body = new byte[length];
                in.readFully(body);
                take(first, body);
            }
        } catch (EOFException | SocketException e) {
            ended.complete(null);
            connected.completeExceptionally(e);
            waiting.values().forEach(answer -> answer.completeExceptionally(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(int first, byte[] body) throws IOException {
        switch (first >>> 4) {
            case CONNACK -> {
                if (body[1] == 0) {
                    connected.complete(null);
                } else {
                    connected.completeExceptionally(new IOException("refused: " + body[1]));
                }
            }
            case PUBLISH -> takePublish(first, body);
            case PUBREC -> send(0x62, new Body().number(number(body, 0)));
            case PUBREL -> send(0x70, new Body().number(number(body, 0)));
            default -> {
                CompletableFuture<Void> answer = waiting.remove(number(body, 0));
                if (answer != null) {
                    answer.complete(null);
                }
            }
        }
    }

    private void takePublish(int first, byte[] body) throws IOException {
        int qos = first >>> 1 & 3;
        int topic = number(body, 0);
        int payload = 2 + topic + (qos > 0 ? 2 : 0);
        received.add(new String(body, 2, topic, UTF_8) + "=" + new String(body, payload, body.length - payload, UTF_8));
        if (qos > 0) {
            send(qos == 1 ? 0x40 : 0x50, new Body().number(number(body, 2 + topic)));
        }
    }

    private static int number(byte[] body, int at) {
        return (body[at] & 0xff) << 8 | (body[at + 1] & 0xff);
    }

    /// The next message as `topic=payload`, null when none comes.
    public @Nullable String next() {
        try {
            return received.poll(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
