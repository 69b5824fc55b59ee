package io.hongyan.amqp.codec.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.Method;
import com.rabbitmq.client.impl.ValueReader;
import io.hongyan.amqp.codec.content.BasicProperties;
import io.hongyan.amqp.codec.content.ContentHeader;
import io.hongyan.amqp.codec.field.FieldTable;
import io.hongyan.amqp.codec.field.FieldValue;
import io.hongyan.amqp.codec.field.TableGenerator;
import io.hongyan.amqp.codec.method.BasicDeliver;
import io.hongyan.amqp.codec.method.ClientMethod;
import io.hongyan.amqp.codec.method.ServerMethod;
import io.hongyan.amqp.frame.AmqpFraming;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The same values through the codec of RabbitMQ's client, which the official SDK is built on: it has to write the same
/// bytes, and to read ours.
class RabbitCodecTest {
    private static final int ROUNDS = 300;

    private final Random random = new Random(20261129);
    private final MethodGenerator generator = new MethodGenerator(random, TableGenerator.writtenByRabbit(random));

    static IntStream clientKinds() {
        return IntStream.range(0, MethodGenerator.CLIENT_METHODS);
    }

    static IntStream serverKinds() {
        return IntStream.range(0, MethodGenerator.SERVER_METHODS);
    }

    @ParameterizedTest
    @MethodSource("clientKinds")
    void what_the_client_writes_is_read(int kind) throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            ClientMethod method = generator.client(kind);
            int channel = generator.channel(method);
            ByteBuffer frame = bytes(RabbitMethods.of(method).toFrame(channel));
            assertThat(AmqpFraming.FRAMES.length(frame, 0, frame.limit())).isEqualTo(frame.limit());
            assertThat(MethodDecoder.decode(frame)).isEqualTo(method);
            assertThat(ClientEncoder.frame(channel, method)).isEqualTo(frame);
        }
    }

    @ParameterizedTest
    @MethodSource("serverKinds")
    void what_is_written_for_the_client_is_what_it_writes_and_reads(int kind) throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            ServerMethod method = generator.server(kind);
            int channel = generator.channel(method);
            ByteBuffer frame = ByteBuffer.allocate(MethodEncoder.size(method));
            MethodEncoder.encode(channel, method, frame);
            Method expected = RabbitMethods.of(method);
            assertThat(frame.duplicate().flip()).isEqualTo(bytes(expected.toFrame(channel)));

            Frame read = Frame.readFrom(stream(frame), frame.capacity());
            assertThat(read.channel).isEqualTo(channel);
            assertThat(AMQImpl.readMethodFrom(read.getInputStream()).protocolMethodName())
                    .isEqualTo(method.id().text());
        }
    }

    @Test
    void content_headers_are_the_same_bytes() throws IOException {
        for (int i = 0; i < 10 * ROUNDS; i++) {
            ContentHeader header = generator.header();
            ByteBuffer ours = ByteBuffer.allocate(ContentHeaderEncoder.size(header.properties()));
            ContentHeaderEncoder.put(7, header.bodySize(), header.properties(), ours);
            ByteBuffer frame =
                    bytes(RabbitValues.properties(header.properties()).toFrame(7, header.bodySize()));
            assertThat(ours.flip()).isEqualTo(frame);
            assertThat(ContentHeaderDecoder.decode(frame)).isEqualTo(header);
        }
    }

    @Test
    void types_that_the_client_only_reads_have_the_same_values() throws IOException {
        FieldTable table = FieldTable.builder()
                .put("B", new FieldValue.UnsignedInt8(200))
                .put("u", new FieldValue.UnsignedInt16(50_000))
                .put("i", new FieldValue.UnsignedInt32(4_000_000_000L))
                .build();
        ByteBuffer out = ByteBuffer.allocate(table.encodedLength());
        table.put(out);
        Map<String, Object> read = new ValueReader(stream(out)).readTable();
        assertThat(read).containsExactlyInAnyOrderEntriesOf(Map.of("B", 200, "u", 50_000, "i", 4_000_000_000L));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4088, 4089, 300_000})
    void a_delivery_is_read_by_the_client(int length) throws IOException {
        byte[] body = new byte[length];
        random.nextBytes(body);
        BasicProperties properties = BasicProperties.builder()
                .contentType("text/plain")
                .headers(FieldTable.builder().put("bornTime", "1700000000000").build())
                .messageId("AC1100010001")
                .build();
        ByteBuffer out = ByteBuffer.allocate(DeliveryEncoder.size("c", "t", "t", properties, length, 4096));
        DeliveryEncoder.encode(1, "c", 9, true, "t", "t", properties, body, 4096, out);

        DataInputStream in = stream(out);
        AMQP.Basic.Deliver deliver = (AMQP.Basic.Deliver) AMQImpl.readMethodFrom(next(in).getInputStream());
        assertThat(new BasicDeliver(
                        deliver.getConsumerTag(),
                        deliver.getDeliveryTag(),
                        deliver.getRedelivered(),
                        deliver.getExchange(),
                        deliver.getRoutingKey()))
                .isEqualTo(new BasicDeliver("c", 9, true, "t", "t"));
        AMQP.BasicProperties header = (AMQP.BasicProperties) AMQImpl.readContentHeaderFrom(next(in).getInputStream());
        assertThat(header.getBodySize()).isEqualTo(length);
        assertThat(header).isEqualTo(RabbitValues.properties(properties));
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        while (in.available() > 0) {
            Frame frame = next(in);
            assertThat(frame.type).isEqualTo(AMQP.FRAME_BODY);
            joined.write(frame.getPayload());
        }
        assertThat(Arrays.equals(joined.toByteArray(), body)).isTrue();
    }

    /// The client wants payloads below the limit that it is given.
    private static Frame next(DataInputStream in) throws IOException {
        Frame frame = Frame.readFrom(in, 4096 - 8 + 1);
        assertThat(frame.channel).isEqualTo(1);
        return frame;
    }

    private static DataInputStream stream(ByteBuffer written) {
        byte[] bytes = new byte[written.position()];
        written.get(0, bytes);
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    private static ByteBuffer bytes(Frame frame) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        frame.writeTo(new DataOutputStream(out));
        return ByteBuffer.wrap(out.toByteArray());
    }
}
