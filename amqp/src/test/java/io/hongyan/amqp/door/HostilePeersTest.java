package io.hongyan.amqp.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.amqp.codec.MethodId;
import io.hongyan.amqp.codec.field.FieldTable;
import io.hongyan.amqp.codec.method.BasicAck;
import io.hongyan.amqp.codec.method.BasicConsume;
import io.hongyan.amqp.codec.method.BasicConsumeOk;
import io.hongyan.amqp.codec.method.BasicPublish;
import io.hongyan.amqp.codec.method.ChannelClose;
import io.hongyan.amqp.codec.method.ChannelCloseOk;
import io.hongyan.amqp.codec.method.ChannelOpen;
import io.hongyan.amqp.codec.method.ChannelOpenOk;
import io.hongyan.amqp.codec.method.ConfirmSelect;
import io.hongyan.amqp.codec.method.ConfirmSelectOk;
import io.hongyan.amqp.codec.method.ConnectionClose;
import io.hongyan.amqp.codec.method.ConnectionCloseOk;
import io.hongyan.amqp.codec.method.ServerMethod;
import io.hongyan.amqp.codec.method.Unserved;
import io.hongyan.amqp.codec.wire.ClientEncoder;
import io.hongyan.amqp.frame.FrameType;
import io.hongyan.amqp.frame.Frames;
import io.hongyan.codec.QoS;
import io.hongyan.codec.raw.RawClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.BitSet;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HostilePeersTest {
    @RegisterExtension
    private final DoorStage stage = new DoorStage();

    /// Whatever a business system does, devices go on.
    @AfterEach
    void devices_are_unharmed() {
        try (RawClient device = stage.device("well")) {
            device.subscribe(QoS.AT_LEAST_ONCE, "TopicA/well");
            device.publish("TopicA/well", "yes", QoS.AT_LEAST_ONCE, 7);
            device.expectMessage("TopicA/well", "yes");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = MethodId.class,
            names = {"EXCHANGE_DECLARE", "QUEUE_DECLARE", "QUEUE_BIND", "TX_SELECT", "BASIC_RECOVER"})
    void what_is_not_served_is_said_in_a_sentence(MethodId method) throws IOException {
        try (RawAmqp client = RawAmqp.opened(stage)) {
            client.send(1, new Unserved(method));
            assertThat(client.next()).isInstanceOfSatisfying(ConnectionClose.class, close -> {
                assertThat(close.replyCode()).isEqualTo(540);
                assertThat(close.replyText()).contains("NOT_IMPLEMENTED - " + method.text(), "here");
                assertThat(close.classId()).isEqualTo(method.classId());
                assertThat(close.methodId()).isEqualTo(method.methodId());
            });
            client.send(0, ConnectionCloseOk.CLOSE_OK);
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void closes_that_cross_end_the_channel_and_nothing_else() throws IOException {
        try (RawAmqp client = RawAmqp.opened(stage)) {
            client.send(1, new BasicAck(99, false)).send(1, new ChannelClose(200, "bye", 0, 0));
            assertThat(client.next()).isInstanceOf(ChannelClose.class);
            client.send(1, ChannelCloseOk.CLOSE_OK);
            assertThat(client.next()).isEqualTo(ChannelCloseOk.CLOSE_OK);
            client.send(1, ChannelOpen.OPEN);
            assertThat(client.next()).isEqualTo(ChannelOpenOk.OPEN_OK);
        }
    }

    @Test
    void a_frame_above_frame_max_is_refused_at_its_header() throws IOException {
        try (RawAmqp client = RawAmqp.opened(stage)) {
            client.bytes(HexFormat.of().parseHex("03000140000000"));
            assertEnds(client, 501, "the limit is 131072");
        }
    }

    @Test
    void a_frame_of_another_type_or_end_is_refused() throws IOException {
        try (RawAmqp client = RawAmqp.opened(stage)) {
            client.bytes(HexFormat.of().parseHex("05000100000000ce"));
            assertEnds(client, 501, "no frame of type 5");
        }
        try (RawAmqp client = RawAmqp.opened(stage)) {
            client.bytes(HexFormat.of().parseHex("0800000000000012"));
            assertEnds(client, 501, "ends with 0x12");
        }
    }

    @Test
    void half_a_frame_and_the_end_of_the_stream_harm_nobody() throws IOException {
        try (RawAmqp client = RawAmqp.opened(stage)) {
            client.bytes(HexFormat.of().parseHex("0100010000"));
        }
    }

    @Test
    void content_without_header_and_a_header_without_publish_are_refused() throws IOException {
        try (RawAmqp client = RawAmqp.opened(stage)) {
            client.body((byte) 1);
            assertEnds(client, 505, "a body that no basic.publish announced");
        }
        try (RawAmqp client = RawAmqp.opened(stage)) {
            client.contentHeader(5);
            assertEnds(client, 505, "a content header that no basic.publish announced");
        }
        try (RawAmqp client = RawAmqp.opened(stage)) {
            client.send(1, new BasicPublish("TopicA/a", "TopicA/a", true, false))
                    .body((byte) 1);
            assertEnds(client, 505, "a body");
        }
        try (RawAmqp client = RawAmqp.opened(stage)) {
            client.send(1, new BasicPublish("TopicA/a", "TopicA/a", true, false))
                    .send(1, new ConfirmSelect(false));
            assertEnds(client, 505, "before the content was whole");
        }
    }

    @Test
    void a_body_longer_than_its_header_says_is_refused() throws IOException {
        try (RawAmqp client = RawAmqp.opened(stage)) {
            client.send(1, new BasicPublish("TopicA/a", "TopicA/a", true, false))
                    .contentHeader(3);
            client.body(new byte[4]);
            assertEnds(client, 501, "a body of 4 bytes; its header says 3");
        }
    }

    /// A table whose length is -1, and one in which tables are nested a hundred times.
    @Test
    void tables_of_impossible_shape_are_refused() throws IOException {
        try (RawAmqp client = RawAmqp.opened(stage)) {
            client.frame(consume(HexFormat.of().parseHex("ffffffff")));
            assertEnds(client, 501, "");
        }
        try (RawAmqp client = RawAmqp.opened(stage)) {
            FieldTable table = FieldTable.EMPTY;
            for (int i = 0; i < 100; i++) {
                table = FieldTable.builder().put("a", table).build();
            }
            ByteBuffer encoded = ByteBuffer.allocate(table.encodedLength());
            table.put(encoded);
            client.frame(consume(encoded.array()));
            assertEnds(client, 502, "");
        }
    }

    private static ByteBuffer consume(byte[] table) {
        ByteBuffer payload = ByteBuffer.allocate(64 + table.length);
        payload.putShort((short) 60).putShort((short) 20).putShort((short) 0);
        payload.put((byte) 6).put("TopicA".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        payload.put((byte) 0).put((byte) 0).put(table);
        return ClientEncoder.frame(FrameType.METHOD, 1, payload.flip());
    }

    @Test
    void as_many_channels_as_agreed_are_opened_and_no_more() throws IOException {
        try (RawAmqp client = RawAmqp.opened(stage)) {
            for (int channel = 2; channel <= 2047; channel++) {
                client.send(channel, ChannelOpen.OPEN);
            }
            for (int channel = 2; channel <= 2047; channel++) {
                assertThat(client.next()).isEqualTo(ChannelOpenOk.OPEN_OK);
            }
            client.send(2048, ChannelOpen.OPEN);
            assertEnds(client, 504, "channel 2048 is above channel-max 2047");
        }
    }

    @Test
    void a_channel_is_not_opened_twice_and_may_be_used_again_after_its_end() throws IOException {
        try (RawAmqp client = RawAmqp.opened(stage)) {
            client.send(1, new ChannelClose(200, "", 0, 0));
            assertThat(client.next()).isEqualTo(ChannelCloseOk.CLOSE_OK);
            client.send(1, ChannelOpen.OPEN);
            assertThat(client.next()).isEqualTo(ChannelOpenOk.OPEN_OK);
            client.send(1, ChannelOpen.OPEN);
            assertEnds(client, 504, "channel 1 is open already");
        }
    }

    @Test
    void a_method_on_a_channel_that_is_not_open_ends_the_connection() throws IOException {
        try (RawAmqp client = RawAmqp.opened(stage)) {
            client.send(9, new ConfirmSelect(false));
            assertEnds(client, 504, "channel 9 is not open");
        }
    }

    @Test
    void an_unknown_delivery_tag_closes_the_channel_alone() throws IOException {
        try (RawAmqp client = RawAmqp.opened(stage)) {
            client.send(1, new BasicAck(77, false));
            assertThat(client.next()).isInstanceOfSatisfying(ChannelClose.class, close -> {
                assertThat(close.replyCode()).isEqualTo(406);
                assertThat(close.replyText()).contains("unknown delivery tag 77");
            });
            client.send(1, new ConfirmSelect(false)); // passed over: the channel is closing
            client.send(1, ChannelCloseOk.CLOSE_OK).send(1, ChannelOpen.OPEN);
            assertThat(client.next()).isEqualTo(ChannelOpenOk.OPEN_OK);
            client.send(1, new ConfirmSelect(false));
            assertThat(client.next()).isEqualTo(ConfirmSelectOk.SELECT_OK);
        }
    }

    @Test
    void a_consumer_tag_is_used_once() throws IOException {
        try (RawAmqp client = RawAmqp.opened(stage)) {
            BasicConsume consume = new BasicConsume("TopicA", "mine", false, false, false, false, FieldTable.EMPTY);
            client.send(1, consume);
            assertThat(client.next()).isEqualTo(new BasicConsumeOk("mine"));
            client.send(1, consume);
            assertEnds(client, 530, "consumer tag 'mine' is in use");
        }
    }

    @Test
    void a_peer_that_is_silent_for_two_heartbeats_is_gone() throws IOException {
        try (RawAmqp client = RawAmqp.opened(stage, 2)) {
            stage.clock.advance(Duration.ofSeconds(5));
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void the_server_sends_heartbeats_while_it_has_nothing_to_say() throws IOException {
        try (RawAmqp client = RawAmqp.opened(stage, 10)) {
            stage.clock.advance(Duration.ofSeconds(6));
            ByteBuffer frame = client.read();
            assertThat(frame).isNotNull();
            assertThat(Frames.type(frame)).isEqualTo(FrameType.HEARTBEAT);
        }
    }

    /// Nothing is read from somebody who does not read: the flood stands in the sockets, not in memory.
    @Test
    void a_flood_of_messages_from_a_peer_that_does_not_read_loses_nothing() throws Exception {
        int count = 20_000;
        try (RawAmqp client = RawAmqp.opened(stage)) {
            client.send(1, new ConfirmSelect(true));
            Thread flood = Thread.ofVirtual().start(() -> {
                for (int i = 0; i < count; i++) {
                    client.publish("TopicA/flood", "x".repeat(1_000));
                }
            });
            devices_are_unharmed();
            BitSet confirmed = new BitSet();
            while (confirmed.cardinality() < count) {
                confirmed.set((int) ((BasicAck) client.next()).deliveryTag());
            }
            flood.join();
            assertThat(confirmed.get(0)).isFalse();
            assertThat(confirmed.length()).isEqualTo(count + 1);
        }
    }

    private static void assertEnds(RawAmqp client, int code, String text) {
        ServerMethod method = client.next();
        assertThat(method).isInstanceOfSatisfying(ConnectionClose.class, close -> {
            assertThat(close.replyCode()).isEqualTo(code);
            assertThat(close.replyText()).contains(text);
        });
        client.send(0, ConnectionCloseOk.CLOSE_OK);
        assertThat(client.isEnded()).isTrue();
    }
}
