package io.hongyan.codec.property;

import static io.hongyan.codec.property.Property.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hongyan.codec.Hex;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.spec.Spec;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicCache;
import io.hongyan.codec.wire.PacketDecoder;
import io.hongyan.codec.wire.PacketEncoder;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PropertiesTest {
    @Test
    void values_come_back_by_their_type() {
        Properties properties = Properties.builder()
                .set(RETAIN_AVAILABLE, false)
                .set(MAXIMUM_QOS, 1)
                .set(RECEIVE_MAXIMUM, 65_535)
                .set(SESSION_EXPIRY_INTERVAL, 0xffff_ffffL)
                .set(REASON_STRING, "no")
                .set(AUTHENTICATION_DATA, Hex.bytes("00 ff"))
                .user("k", "v")
                .build();
        assertThat(properties.flag(RETAIN_AVAILABLE, true)).isFalse();
        assertThat(properties.number(MAXIMUM_QOS, 2)).isEqualTo(1);
        assertThat(properties.number(RECEIVE_MAXIMUM, 0)).isEqualTo(65_535);
        assertThat(properties.number(SESSION_EXPIRY_INTERVAL, 0)).isEqualTo(0xffff_ffffL);
        assertThat(properties.text(REASON_STRING)).isEqualTo("no");
        assertThat(properties.binary(AUTHENTICATION_DATA)).isEqualTo(Hex.bytes("00 ff"));
        assertThat(properties.userProperties()).containsExactly(new UserProperty("k", "v"));
        assertThat(properties)
                .hasToString("{RETAIN_AVAILABLE=0, MAXIMUM_QOS=1, RECEIVE_MAXIMUM=65535,"
                        + " SESSION_EXPIRY_INTERVAL=4294967295, REASON_STRING=no, AUTHENTICATION_DATA=2 bytes,"
                        + " USER_PROPERTY=k:v}");
    }

    @Test
    void what_is_absent_is_answered_with_the_default() {
        assertThat(Properties.NONE.isEmpty()).isTrue();
        assertThat(Properties.NONE.has(TOPIC_ALIAS)).isFalse();
        assertThat(Properties.NONE.number(TOPIC_ALIAS, -1)).isEqualTo(-1);
        assertThat(Properties.NONE.flag(RETAIN_AVAILABLE, true)).isTrue();
        assertThat(Properties.NONE.text(CONTENT_TYPE)).isNull();
        assertThat(Properties.NONE.binary(CORRELATION_DATA)).isNull();
        assertThat(Properties.NONE.userProperties()).isEmpty();
        assertThat(Properties.NONE.subscriptionIdentifiers()).isEmpty();
        assertThat(Properties.builder().build()).isSameAs(Properties.NONE);
    }

    @Test
    @Spec({"5.0/MQTT-3.1.3-10", "5.0/MQTT-3.3.2-18"})
    void user_properties_repeat_and_keep_their_order() {
        Properties properties = Properties.builder()
                .user("b", "1")
                .set(CONTENT_TYPE, "t")
                .user("a", "2")
                .user("b", "")
                .user("", "3")
                .build();
        assertThat(properties.userProperties())
                .containsExactly(
                        new UserProperty("b", "1"),
                        new UserProperty("a", "2"),
                        new UserProperty("b", ""),
                        new UserProperty("", "3"));
    }

    @Test
    void subscription_identifiers_repeat() {
        Properties.Builder builder = Properties.builder();
        IntStream.rangeClosed(1, 300).forEach(builder::subscriptionIdentifier);
        builder.subscriptionIdentifier(268_435_455);
        assertThat(builder.build().subscriptionIdentifiers()).hasSize(301).endsWith(299, 300, 268_435_455);
    }

    @Test
    void a_single_property_set_again_is_replaced() {
        Properties properties = Properties.builder()
                .set(TOPIC_ALIAS, 1)
                .user("k", "v")
                .set(TOPIC_ALIAS, 2)
                .build();
        assertThat(properties.number(TOPIC_ALIAS, 0)).isEqualTo(2);
        assertThat(properties)
                .isEqualTo(
                        Properties.builder().user("k", "v").set(TOPIC_ALIAS, 2).build());
    }

    @Test
    void properties_are_put_together_and_taken_out() {
        Properties first =
                Properties.builder().set(TOPIC_ALIAS, 1).user("a", "1").build();
        Properties second = Properties.builder()
                .set(TOPIC_ALIAS, 2)
                .user("a", "1")
                .subscriptionIdentifier(3)
                .build();
        Properties both = first.toBuilder().addAll(second).build();
        assertThat(both.number(TOPIC_ALIAS, 0)).isEqualTo(2);
        assertThat(both.userProperties()).hasSize(2);
        assertThat(both.without(USER_PROPERTY)).isEqualTo(second.without(USER_PROPERTY));
        assertThat(both.without(CONTENT_TYPE)).isSameAs(both);
        assertThat(first.without(TOPIC_ALIAS).without(USER_PROPERTY)).isSameAs(Properties.NONE);
        assertThat(first.number(TOPIC_ALIAS, 0)).isEqualTo(1);
    }

    @Test
    void binary_data_is_copied_in_and_out() {
        byte[] data = {1};
        Properties properties = Properties.builder().set(CORRELATION_DATA, data).build();
        data[0] = 2;
        byte[] read = properties.binary(CORRELATION_DATA);
        assertThat(read).containsExactly(1);
        read[0] = 3;
        assertThat(properties.binary(CORRELATION_DATA)).containsExactly(1);
    }

    @ParameterizedTest
    @CsvSource({
        "RECEIVE_MAXIMUM, 0",
        "RECEIVE_MAXIMUM, 65536",
        "MAXIMUM_PACKET_SIZE, 0",
        "MAXIMUM_PACKET_SIZE, 4294967296",
        "TOPIC_ALIAS, 0",
        "TOPIC_ALIAS_MAXIMUM, -1",
        "MAXIMUM_QOS, 2",
        "SUBSCRIPTION_IDENTIFIER, 0",
        "SUBSCRIPTION_IDENTIFIER, 268435456",
        "REASON_STRING, 1"
    })
    @Spec("5.0/MQTT-3.3.2-8")
    void a_number_that_no_packet_may_carry_is_refused(Property property, long value) {
        Properties.Builder builder = Properties.builder();
        assertThatIllegalArgumentException().isThrownBy(() -> builder.set(property, value));
        assertThat(builder.build()).isSameAs(Properties.NONE);
    }

    @Test
    @Spec("5.0/MQTT-3.3.2-14")
    void a_value_of_another_type_or_form_is_refused() {
        Properties.Builder builder = Properties.builder();
        assertThatIllegalArgumentException().isThrownBy(() -> builder.set(TOPIC_ALIAS, "1"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.set(TOPIC_ALIAS, true));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.set(REASON_STRING, new byte[1]));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.set(USER_PROPERTY, "1"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.set(REASON_STRING, "\0"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.set(RESPONSE_TOPIC, "a/+"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.set(CORRELATION_DATA, new byte[65_536]));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.user("k", "v".repeat(65_536)));
        assertThatIllegalArgumentException().isThrownBy(() -> Properties.NONE.number(CONTENT_TYPE, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Properties.NONE.flag(TOPIC_ALIAS, true));
        assertThatIllegalArgumentException().isThrownBy(() -> Properties.NONE.text(TOPIC_ALIAS));
        assertThatIllegalArgumentException().isThrownBy(() -> Properties.NONE.binary(CONTENT_TYPE));
    }

    @Test
    void ten_thousand_user_properties_are_read() {
        Properties.Builder builder = Properties.builder();
        for (int i = 0; i < 10_000; i++) {
            builder.user("k", Integer.toString(i));
        }
        Publish publish = new Publish(Topic.of("a"), 0, QoS.AT_MOST_ONCE, false, false, new byte[0], builder.build());
        ByteBuffer out = ByteBuffer.allocate(PacketEncoder.size(publish, Version.MQTT_5));
        PacketEncoder.encode(publish, Version.MQTT_5, out);
        Packet read = new PacketDecoder(new TopicCache(1)).decode(out.flip(), Version.MQTT_5);
        assertThat(read).isEqualTo(publish);
        assertThat(((Publish) read).properties().userProperties()).hasSize(10_000);
    }
}
