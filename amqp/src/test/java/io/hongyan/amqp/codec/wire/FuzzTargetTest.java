package io.hongyan.amqp.codec.wire;

import io.hongyan.amqp.codec.content.ContentHeader;
import io.hongyan.amqp.codec.method.ClientMethod;
import io.hongyan.amqp.frame.Frames;
import io.hongyan.amqp.frame.ProtocolHeader;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the fuzzer looks for at length, looked for briefly: streams of frames with some bytes changed, taken out or put
/// in.
class FuzzTargetTest {
    private static final int STREAMS = 20_000;

    private final Random random = new Random(20261129);
    private final MethodGenerator generator = new MethodGenerator(random);

    @ParameterizedTest
    @ValueSource(bytes = {0, 1})
    void a_damaged_stream_ends_in_values_or_a_violation(byte choice) {
        for (int i = 0; i < STREAMS; i++) {
            FuzzTarget.fuzzerTestOneInput(damaged(stream(choice)));
        }
    }

    private byte[] stream(byte choice) {
        ByteBuffer stream = ByteBuffer.allocate(1 << 16).put(choice);
        if (choice == 0) {
            ProtocolHeader.put(stream);
        }
        for (int i = random.nextInt(3); i >= 0; i--) {
            putFrame(stream);
        }
        byte[] bytes = new byte[stream.position()];
        stream.get(0, bytes);
        return bytes;
    }

    private void putFrame(ByteBuffer stream) {
        switch (random.nextInt(6)) {
            case 0 -> Frames.putHeartbeat(stream);
            case 1, 2 -> {
                ContentHeader header = generator.header();
                ContentHeaderEncoder.put(1, header.bodySize(), header.properties(), stream);
            }
            default -> {
                ClientMethod method = generator.client(random.nextInt(MethodGenerator.CLIENT_METHODS));
                stream.put(ClientEncoder.frame(generator.channel(method), method));
            }
        }
    }

    private byte[] damaged(byte[] stream) {
        byte[] bytes = stream;
        for (int i = random.nextInt(4); i > 0 && bytes.length > 2; i--) {
            int at = 1 + random.nextInt(bytes.length - 1);
            byte value = (byte) random.nextInt();
            bytes = switch (random.nextInt(4)) {
                case 0 -> spliced(bytes, at, 1);
                case 1 -> spliced(bytes, at, 0, value);
                default -> spliced(bytes, at, 1, value);
            };
        }
        return bytes;
    }

    /// Some bytes taken out at a place, others put in.
    private static byte[] spliced(byte[] bytes, int at, int removed, byte... added) {
        ByteBuffer other = ByteBuffer.allocate(bytes.length - removed + added.length);
        other.put(bytes, 0, at).put(added).put(bytes, at + removed, bytes.length - at - removed);
        return other.array();
    }
}
