package io.hongyan.bench;

import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicCache;
import io.hongyan.codec.wire.PacketDecoder;
import io.hongyan.codec.wire.PacketEncoder;
import java.nio.ByteBuffer;
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

/// PUBLISH of QoS 1 with 100 bytes of payload, to bytes and back, on direct buffers as the network has them.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class CodecBenchmark {
    private static final int PAYLOAD = 100;
    private static final int ROOM = 1024;

    private final PacketDecoder decoder = new PacketDecoder(new TopicCache(1024));
    private final ByteBuffer frame = ByteBuffer.allocateDirect(ROOM);
    private final ByteBuffer out = ByteBuffer.allocateDirect(ROOM);
    private Publish packet = Publish.atMostOnce(Topic.NONE, new byte[0]);
    private Version version = Version.MQTT_3_1_1;

    /// `3.1.1`, `5.0`, and `5.0+` with content type, expiry and one user property.
    @Param({"3.1.1", "5.0", "5.0+"})
    public String form = "3.1.1";

    @Setup
    public void prepare() {
        version = form.equals("3.1.1") ? Version.MQTT_3_1_1 : Version.MQTT_5;
        Properties properties = form.endsWith("+")
                ? Properties.builder()
                        .set(Property.MESSAGE_EXPIRY_INTERVAL, 60)
                        .set(Property.CONTENT_TYPE, "application/json")
                        .user("origin", "sensor-7")
                        .build()
                : Properties.NONE;
        Topic topic = Topic.of("bench/d0001/temp");
        packet = new Publish(topic, 7, QoS.AT_LEAST_ONCE, false, false, new byte[PAYLOAD], properties);
        PacketEncoder.encode(packet, version, frame);
        frame.flip();
    }

    @Benchmark
    public int pack() {
        return pack(packet);
    }

    @Benchmark
    public Packet unpack() {
        return decoder.decode(frame, version);
    }

    @Benchmark
    public int packAndUnpack() {
        return pack((Publish) decoder.decode(frame, version));
    }

    private int pack(Publish p) {
        out.clear();
        int size = PacketEncoder.size(p, version);
        PacketEncoder.encode(p, version, out);
        return size;
    }
}
