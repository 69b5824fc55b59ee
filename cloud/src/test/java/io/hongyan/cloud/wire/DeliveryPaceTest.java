package io.hongyan.cloud.wire;

import static io.hongyan.codec.Version.MQTT_3_1_1;
import static io.hongyan.codec.Version.MQTT_5;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.cloud.Stage;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.PubAck;
import io.hongyan.codec.packet.PubComp;
import io.hongyan.codec.packet.PubRec;
import io.hongyan.codec.packet.PubRel;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.spec.CloudRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How fast profile cloud delivers: batches of what waited, and repetition of what is not acknowledged.
class DeliveryPaceTest {
    private static final Duration STEP = Duration.ofMillis(100);

    /// How late a timer may be, with a clock that moves faster than real time.
    private static final Duration LATE = Duration.ofSeconds(5);

    private final LiveBroker live = new LiveBroker();

    @AfterEach
    void stop() {
        live.close();
    }

    /// A device that is back, with so many messages waiting for it, numbered from 0.
    private WireClient back(Version version, int waiting) {
        WireClient device = persistent(version);
        device.subscribe("TopicA/x");
        device.close();
        live.awaitDisconnected(Stage.DEVICE);
        for (int i = 0; i < waiting; i++) {
            publish(i);
        }
        return persistent(version);
    }

    private WireClient persistent(Version version) {
        WireClient device = live.client(version).persistent();
        device.login(Stage.DEVICE, Stage.SIGNATURE, LiveBroker.signature(Stage.DEVICE));
        return device;
    }

    private void publish(int number) {
        live.device(MQTT_3_1_1, "writer" + number).publish("TopicA/x", Integer.toString(number));
    }

    /// Lets time pass until something comes for the device.
    ///
    /// @return how much passed
    private Duration timeUntilMore(WireClient device) {
        AtomicInteger steps = new AtomicInteger();
        await().pollInterval(Duration.ofMillis(20)).until(() -> {
            live.stage.clock.forward(STEP);
            steps.incrementAndGet();
            return device.hasInput();
        });
        return STEP.multipliedBy(steps.get());
    }

    private void assertPause(WireClient device, int least, int most) {
        assertThat(timeUntilMore(device))
                .isBetween(Duration.ofSeconds(least), Duration.ofSeconds(most).plus(LATE));
    }

    private static List<Integer> take(WireClient device, int count) {
        List<Integer> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(Integer.parseInt(device.message().substring("TopicA/x ".length())));
        }
        return taken;
    }

    private static List<Integer> range(int from, int to) {
        List<Integer> all = new ArrayList<>();
        for (int i = from; i < to; i++) {
            all.add(i);
        }
        return all;
    }

    @ParameterizedTest
    @EnumSource(names = {"MQTT_3_1_1", "MQTT_5"})
    @CloudRule("1.6/batch")
    void what_waited_comes_in_batches_of_30_every_5_seconds(Version version) {
        WireClient device = back(version, 70);
        assertThat(take(device, 30)).isEqualTo(range(0, 30));
        device.expectNothing();
        assertPause(device, 5, 5);
        assertThat(take(device, 30)).isEqualTo(range(30, 60));
        device.expectNothing();
        assertPause(device, 5, 5);
        assertThat(take(device, 10)).isEqualTo(range(60, 70));
        publish(70);
        assertThat(take(device, 1)).containsExactly(70);
    }

    @Test
    @CloudRule("1.6/batch")
    void thirty_waiting_messages_come_at_once() {
        assertThat(take(back(MQTT_3_1_1, 30), 30)).isEqualTo(range(0, 30));
    }

    @Test
    @CloudRule({"1.6/batch", "1.6/order"})
    void a_new_message_is_not_held_up_by_batches_and_keeps_its_place() {
        WireClient device = back(MQTT_3_1_1, 70);
        assertThat(take(device, 30)).isEqualTo(range(0, 30));
        device.expectNothing();
        publish(70);
        assertThat(take(device, 41)).isEqualTo(range(30, 71));
    }

    @Test
    void a_device_that_leaves_between_batches_gets_the_rest_when_it_is_back() {
        WireClient device = back(MQTT_3_1_1, 70);
        assertThat(take(device, 30)).isEqualTo(range(0, 30));
        device.expectNothing();
        device.close();
        live.awaitDisconnected(Stage.DEVICE);
        device = persistent(MQTT_3_1_1);
        assertThat(take(device, 30)).isEqualTo(range(30, 60));
        assertPause(device, 5, 5);
        assertThat(take(device, 10)).isEqualTo(range(60, 70));
    }

    @Test
    @CloudRule({"1.6/retry", "1.6/retry-count"})
    void what_an_old_client_does_not_acknowledge_is_sent_again_within_6_seconds() {
        WireClient device = live.device(MQTT_3_1_1, "slow");
        device.subscribe("TopicA/x");
        publish(0);
        Publish first = device.next(Publish.class);
        assertThat(first.dup()).isFalse();
        for (int i = 0; i < 3; i++) {
            assertPause(device, 3, 6);
            Publish again = device.next(Publish.class);
            assertThat(again.dup()).isTrue();
            assertThat(again.packetId()).isEqualTo(first.packetId());
        }
        device.send(new PubAck(first.packetId(), ReasonCode.SUCCESS, Properties.NONE));
        device.expectNothing();
        assertNothingComes(device);
    }

    /// Another device, which does not acknowledge either, hears twice while this one hears nothing.
    private void assertNothingComes(WireClient device) {
        WireClient other = live.device(MQTT_3_1_1, "other");
        other.subscribe("TopicB/x");
        live.device(MQTT_3_1_1, "writer").publish("TopicB/x", "x");
        for (int i = 0; i < 2; i++) {
            assertPause(other, 0, 6);
            other.next(Publish.class);
        }
        device.expectNothing();
    }

    @Test
    @CloudRule("1.6/retry")
    void both_steps_of_qos_2_are_repeated() {
        WireClient device = live.device(MQTT_3_1_1, "slow");
        device.subscribe("TopicA/x", QoS.EXACTLY_ONCE);
        WireClient writer = live.device(MQTT_3_1_1, "writer");
        writer.publishTwoSteps("TopicA/x", "once");
        int id = device.next(Publish.class).packetId();
        assertPause(device, 3, 6);
        assertThat(device.next(Publish.class).dup()).isTrue();
        device.send(new PubRec(id, ReasonCode.SUCCESS, Properties.NONE));
        assertThat(device.next(PubRel.class).packetId()).isEqualTo(id);
        assertPause(device, 3, 6);
        assertThat(device.next(PubRel.class).packetId()).isEqualTo(id);
        device.send(new PubComp(id, ReasonCode.SUCCESS, Properties.NONE));
        assertNothingComes(device);
    }

    @Test
    @CloudRule("1.6/retry")
    void a_client_of_5_0_gets_nothing_twice_on_one_connection() {
        WireClient device = live.device(MQTT_5, "slow");
        device.subscribe("TopicA/x");
        publish(0);
        assertThat(device.next(Publish.class).dup()).isFalse();
        assertNothingComes(device);
    }

    @Test
    void what_was_sent_again_after_a_reconnect_is_repeated_too() {
        WireClient device = persistent(MQTT_3_1_1);
        device.subscribe("TopicA/x");
        publish(0);
        int id = device.next(Publish.class).packetId();
        device.close();
        live.awaitDisconnected(Stage.DEVICE);
        device = persistent(MQTT_3_1_1);
        assertThat(device.next(Publish.class).packetId()).isEqualTo(id);
        assertPause(device, 3, 6);
        assertThat(device.next(Publish.class).packetId()).isEqualTo(id);
    }
}
