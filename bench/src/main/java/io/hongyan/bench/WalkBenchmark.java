package io.hongyan.bench;

import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.wire.PacketEncoder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The whole walk of a PUBLISH of QoS 0 with 64 bytes through a broker of one shard: from the received frame to the
/// frame in each receiver's buffer, without a network.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class WalkBenchmark {
    private static final int PAYLOAD = 64;

    private final TurnLoop loop = new TurnLoop();
    private final ByteBuffer publish = ByteBuffer.allocateDirect(1024);
    private final Topic topic = Topic.of("bench/d0001/temp");
    private final BufferConnection publisher = new BufferConnection(loop);

    @Param({"3.1.1", "5.0"})
    public String version = "3.1.1";

    @Param({"1", "1000"})
    public int receivers = 1;

    @Setup
    public void connect() {
        Version spoken = version.equals("5.0") ? Version.MQTT_5 : Version.MQTT_3_1_1;
        var broker = BareBroker.start(List.of(loop));
        loop.turn();
        publisher.open(broker.acceptor(), connect("publisher", spoken), spoken);
        Subscription filter = new Subscription(topic.toString(), QoS.AT_MOST_ONCE);
        for (int i = 0; i < receivers; i++) {
            BufferConnection receiver = new BufferConnection(loop);
            receiver.open(broker.acceptor(), connect("receiver" + i, spoken), spoken);
            receiver.send(new Subscribe(1, List.of(filter), Properties.NONE), spoken);
        }
        loop.turn();
        PacketEncoder.encode(Publish.atMostOnce(topic, new byte[PAYLOAD]), spoken, publish);
        publish.flip();
    }

    /// One message; the time and the bytes are for all its receivers together.
    @Benchmark
    public void publish() {
        publisher.receive(publish);
        loop.turn();
    }

    private static Connect connect(String id, Version version) {
        return new Connect(version, true, 0, id, null, "bench", new byte[0], Properties.NONE);
    }
}
