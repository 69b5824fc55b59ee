package io.hongyan.cloud.wire;

import static io.hongyan.codec.ReasonCode.SUCCESS;
import static io.hongyan.codec.Version.MQTT_3_1_1;
import static io.hongyan.codec.Version.MQTT_5;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.broker.message.MessageId;
import io.hongyan.cloud.Stage;
import io.hongyan.cloud.metadata.TraceMode;
import io.hongyan.cloud.trace.TraceEntry;
import io.hongyan.cloud.trace.TraceQuery;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.Disconnect;
import io.hongyan.codec.packet.PingResp;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What clients on a socket leave in the traces of their instance, in the words of the cloud service.
class TracesOverTheWireTest {
    private static final TraceQuery ALL = new TraceQuery(0, Long.MAX_VALUE / 2, 1, 100, false);

    private final LiveBroker live = new LiveBroker();

    @AfterEach
    void stop() {
        live.close();
    }

    private void traced() {
        live.stage.metadata.traces(Stage.INSTANCE, TraceMode.ALL);
    }

    private List<TraceEntry> device(String device) {
        return live.stage
                .traces
                .device(Stage.INSTANCE, "GID_Test@@@" + device, ALL)
                .entries();
    }

    private List<TraceEntry> messagesOf(String device, int count) {
        await().until(() -> messagesOf(device).size() >= count);
        return messagesOf(device);
    }

    private List<TraceEntry> messagesOf(String device) {
        return live.stage
                .traces
                .messagesOf(Stage.INSTANCE, "GID_Test@@@" + device, ALL)
                .entries();
    }

    private void awaitTrace(String device, String... facts) {
        await().untilAsserted(() -> assertThat(device(device))
                .extracting(entry -> entry.kind().action() + ": " + entry.kind().info())
                .containsExactly(facts));
    }

    private static MessageId id(TraceEntry entry) {
        return new MessageId(
                Long.parseUnsignedLong(entry.id().substring(0, 16), 16),
                Long.parseUnsignedLong(entry.id().substring(16), 16));
    }

    @Test
    void a_message_is_traced_from_its_publisher_to_its_receivers() {
        traced();
        WireClient reader = live.device(MQTT_3_1_1, "reader");
        reader.subscribe("TopicA/#");
        WireClient writer = live.device(MQTT_5, "writer");
        assertThat(writer.publish("TopicA/x", "warm")).isEqualTo(SUCCESS);
        reader.message();
        TraceEntry published = messagesOf("writer", 1).getFirst();
        assertThat(published.kind().action()).isEqualTo("pub_mqtt");
        assertThat(published.kind().code()).isEqualTo("mqtt.trace.action.msg.pub.mqtt");
        assertThat(published.kind().info()).isEqualTo("Pub From Mqtt Client");
        assertThat(published.millis()).isEqualTo(live.stage.clock.wallMillis());
        assertThat(messagesOf("reader", 1)).hasSize(1).allSatisfy(entry -> {
            assertThat(entry.id()).isEqualTo(published.id());
            assertThat(entry.kind().action()).isEqualTo("sub");
            assertThat(entry.kind().info()).isEqualTo("Push To Mqtt Client");
        });
        assertThat(live.stage
                        .traces
                        .published(Stage.INSTANCE, id(published), ALL)
                        .entries())
                .containsExactly(published);
        assertThat(live.stage
                        .traces
                        .subscribed(Stage.INSTANCE, id(published), null, ALL)
                        .entries())
                .extracting(TraceEntry::clientId)
                .containsExactly("GID_Test@@@reader");
    }

    @Test
    void messages_of_each_qos_and_wills_are_traced() {
        traced();
        WireClient reader = live.device(MQTT_5, "reader");
        reader.subscribe("TopicA/#");
        WireClient writer = live.client(MQTT_5).will("TopicA/will", 1);
        writer.login("GID_Test@@@writer", Stage.SIGNATURE, LiveBroker.signature("GID_Test@@@writer"));
        writer.send(new Publish(Topic.of("TopicA/0"), 0, QoS.AT_MOST_ONCE, false, false, new byte[1], Properties.NONE));
        writer.publish("TopicA/1", "one");
        writer.publishTwoSteps("TopicA/2", "two");
        writer.close();
        for (int i = 0; i < 4; i++) {
            reader.message();
        }
        assertThat(messagesOf("writer", 4))
                .hasSize(4)
                .extracting(TraceEntry::id)
                .doesNotHaveDuplicates();
        assertThat(messagesOf("reader", 4))
                .extracting(TraceEntry::id)
                .containsExactlyElementsOf(
                        messagesOf("writer").stream().map(TraceEntry::id).toList());
    }

    @Test
    void what_waited_for_an_absent_client_is_pushed_offline() {
        traced();
        WireClient reader = live.client(MQTT_3_1_1).persistent();
        reader.login("GID_Test@@@reader", Stage.SIGNATURE, LiveBroker.signature("GID_Test@@@reader"));
        reader.subscribe("TopicA/#");
        reader.send(new Disconnect(SUCCESS, Properties.NONE));
        live.awaitDisconnected("GID_Test@@@reader");
        live.device(MQTT_5, "writer").publish("TopicA/x", "while away");
        live.stage.clock.forward(Duration.ofSeconds(10));
        WireClient again = live.client(MQTT_3_1_1).persistent();
        again.login("GID_Test@@@reader", Stage.SIGNATURE, LiveBroker.signature("GID_Test@@@reader"));
        assertThat(again.message()).isEqualTo("TopicA/x while away");
        TraceEntry pushed = messagesOf("reader", 1).getFirst();
        assertThat(pushed.kind().action()).isEqualTo("push_offline");
        assertThat(pushed.kind().info()).isEqualTo("Push Offline Msg To Mqtt Client");
        assertThat(pushed.id()).isEqualTo(messagesOf("writer").getFirst().id());
    }

    @Test
    void a_device_is_traced_from_its_login_to_its_end_with_the_same_channel() {
        traced();
        WireClient device = live.device(MQTT_3_1_1, "a");
        device.send(new Disconnect(SUCCESS, Properties.NONE));
        awaitTrace("a", "connect: accepted", "disconnect: disconnected by client");
        assertThat(device("a"))
                .extracting(TraceEntry::id)
                .hasSize(2)
                .containsOnly(device("a").getFirst().id());
        live.device(MQTT_3_1_1, "b").close();
        awaitTrace("b", "connect: accepted", "close: closed by client");
        assertThat(device("b").getFirst().id())
                .matches("[0-9A-F]{32}")
                .isNotEqualTo(device("a").getFirst().id());
    }

    @Test
    void refused_and_ended_devices_are_told_why() {
        traced();
        live.client(MQTT_5).connect("GID_Test@@@stranger", Stage.SIGNATURE, "wrong");
        awaitTrace("stranger", "connect: not authorized");

        live.device(MQTT_3_1_1, "twice");
        live.device(MQTT_3_1_1, "twice");
        awaitTrace("twice", "connect: accepted", "close: clientId conflict", "connect: accepted");

        live.device(MQTT_5, "odd").send(PingResp.PINGRESP);
        awaitTrace("odd", "connect: accepted", "close: invalid param");
    }

    @Test
    void a_silent_device_has_no_heart() {
        traced();
        WireClient silent = live.client(MQTT_3_1_1).keepAlive(1);
        silent.login("GID_Test@@@silent", Stage.SIGNATURE, LiveBroker.signature("GID_Test@@@silent"));
        await().until(() -> {
            live.stage.clock.forward(Duration.ofMillis(500)); // silence is counted in ticks that took place
            return device("silent").size() == 2;
        });
        awaitTrace("silent", "connect: accepted", "close: no heart");
    }

    @Test
    void a_device_without_the_right_to_a_topic_has_failed_its_resource() {
        traced();
        WireClient device = live.device(MQTT_3_1_1, "a");
        device.sendPublish("NoSuchTopic/x", "");
        await().until(() -> device("a").size() == 2);
        assertThat(device("a").getLast().kind().info()).isEqualTo("resource auth failed");
    }

    @Test
    void nothing_is_traced_while_traces_are_off() {
        WireClient reader = live.device(MQTT_3_1_1, "reader");
        reader.subscribe("TopicA/#");
        WireClient writer = live.device(MQTT_5, "writer");
        writer.publish("TopicA/x", "before");
        traced();
        assertThat(writer.publish("TopicA/x", "after")).isEqualTo(ReasonCode.SUCCESS);
        reader.message();
        reader.message();
        assertThat(messagesOf("reader", 1)).hasSize(1);
        assertThat(messagesOf("writer", 1)).hasSize(1);
        assertThat(device("writer")).isEmpty();
    }
}
