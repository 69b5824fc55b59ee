package io.hongyan.bench;

import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.wire.PacketEncoder;
import io.hongyan.transport.Acceptor;
import io.hongyan.transport.CloseCause;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import io.hongyan.transport.Framing;
import io.hongyan.transport.Listener;
import io.hongyan.transport.endpoint.ListenerOptions;
import io.hongyan.transport.endpoint.ListenerOptions.Kind;
import io.hongyan.transport.endpoint.Transport;
import io.hongyan.transport.mqtt.MqttFraming;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// PUBLISH of QoS 0 with 64 bytes of payload into the outgoing buffer of a real TCP connection on its loop, and out of
/// it to a reader on the same machine: 1,000 in a turn, so that what a turn costs hardly shows.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class EncodeBenchmark {
    private static final int TURN = 1000;
    private static final int PAYLOAD = 64;
    private static final int MOST_WAITING = 1 << 20;

    private final Transport transport = Transport.start("encode", 1);
    private final CompletableFuture<Connection> accepted = new CompletableFuture<>();
    private final Semaphore turns = new Semaphore(0);
    private final Topic topic = Topic.of("bench/d0001/temp");
    private final byte[] payload = new byte[PAYLOAD];
    private final Runnable turn = this::turn;
    private @Nullable Listener listener;
    private @Nullable Socket socket;

    @Setup
    public void connect() throws IOException {
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Listener open = transport.listen(ListenerOptions.of("encode", Kind.TCP, loopback, null), new FirstOne());
        listener = open;
        Socket reader = new Socket(open.address().getAddress(), open.address().getPort());
        socket = reader;
        Thread.ofPlatform().daemon().name("reader").start(() -> swallow(reader));
        accepted.join();
    }

    @Benchmark
    @OperationsPerInvocation(TURN)
    public void publish() throws InterruptedException {
        accepted.join().loop().execute(turn);
        turns.acquire();
    }

    @TearDown
    public void disconnect() throws IOException {
        if (socket != null) {
            socket.close();
        }
        if (listener != null) {
            listener.close();
        }
        transport.close();
    }

    private void turn() {
        Connection connection = accepted.join();
        if (connection.backlog() > MOST_WAITING) {
            connection.loop().execute(turn); // the reader has to catch up
            return;
        }
        for (int i = 0; i < TURN; i++) {
            int size = PacketEncoder.publishSize(topic, QoS.AT_MOST_ONCE, PAYLOAD, 0, Version.MQTT_3_1_1);
            PacketEncoder.encodePublish(
                    topic,
                    0,
                    QoS.AT_MOST_ONCE,
                    false,
                    false,
                    payload,
                    Properties.NONE,
                    Version.MQTT_3_1_1,
                    connection.frame(size));
        }
        turns.release();
    }

    private static void swallow(Socket from) {
        byte[] room = new byte[1 << 18];
        try (InputStream in = from.getInputStream()) {
            while (in.read(room) >= 0) {}
        } catch (IOException e) {
            if (!from.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final class FirstOne implements Acceptor, ConnectionHandler {
        @Override
        public boolean admit(InetSocketAddress address) {
            return true;
        }

        @Override
        public void probed(InetSocketAddress address, String listener) {}

        @Override
        public void left(InetSocketAddress address) {}

        @Override
        public Framing framing() {
            return MqttFraming.ANY;
        }

        @Override
        public ConnectionHandler accepted(Connection connection) {
            accepted.complete(connection);
            return this;
        }

        @Override
        public void troubled(String name, String what, boolean repeated) {
            accepted.completeExceptionally(new IOException(what));
        }

        @Override
        public void received(Connection connection, ByteBuffer frame) {}

        @Override
        public boolean violated(Connection connection, RuntimeException fault) {
            return false;
        }

        @Override
        public void drained(Connection connection) {}

        @Override
        public void closed(Connection connection, CloseCause cause) {}
    }
}
