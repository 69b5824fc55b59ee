package io.hongyan.amqp.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.hongyan.amqp.codec.field.FieldTable;
import io.hongyan.amqp.codec.method.ChannelOpen;
import io.hongyan.amqp.codec.method.ConnectionClose;
import io.hongyan.amqp.codec.method.ConnectionOpen;
import io.hongyan.amqp.codec.method.ConnectionStart;
import io.hongyan.amqp.codec.method.ConnectionStartOk;
import io.hongyan.amqp.codec.method.ConnectionTune;
import io.hongyan.amqp.codec.method.ConnectionTuneOk;
import io.hongyan.amqp.codec.method.ServerMethod;
import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.AccessRight;
import io.hongyan.codec.ReasonCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LoginTest {
    @RegisterExtension
    private final DoorStage stage = new DoorStage();

    @Test
    void a_client_logs_in_with_the_signature_of_its_sign_key() throws Exception {
        try (Connection connection = stage.connect()) {
            assertThat(connection.isOpen()).isTrue();
            assertThat(connection.getServerProperties().get("product")).hasToString("Hongyan");
            assertThat(connection.getChannelMax()).isEqualTo(2047);
        }
    }

    @Test
    void a_wrong_secret_is_refused_with_a_text_and_a_line_for_the_operator() {
        ConnectionFactory factory = stage.factory(DoorStage.user("YYYYY"), DoorStage.password("other"));
        assertThatThrownBy(factory::newConnection)
                .isInstanceOf(AuthenticationFailureException.class)
                .hasMessageContaining("unknown user or instance, or wrong password");
        await().untilAsserted(() -> assertThat(stage.events)
                .anySatisfy(event -> assertThat(event)
                        .isInstanceOfSatisfying(
                                BrokerEvent.ConnectRefused.class,
                                refused -> assertThat(refused)
                                        .returns("YYYYY of instance mqtt-xxxxx", BrokerEvent.ConnectRefused::user)
                                        .returns(
                                                ReasonCode.BAD_USER_NAME_OR_PASSWORD,
                                                BrokerEvent.ConnectRefused::reason)
                                        .returns(true, line -> line.why().contains("YYYYY")))));
    }

    private void assertRefused(ReasonCode reason, String why) {
        await().untilAsserted(() -> assertThat(stage.events)
                .anySatisfy(event -> assertThat(event)
                        .isInstanceOfSatisfying(BrokerEvent.ConnectRefused.class, refused -> {
                            assertThat(refused.reason()).isEqualTo(reason);
                            assertThat(refused.why()).contains(why);
                        })));
    }

    @Test
    void a_refusal_is_counted_by_what_was_wrong() throws Exception {
        ConnectionFactory elsewhere = stage.factory(DoorStage.user("YYYYY"), DoorStage.password("XXXXX"));
        elsewhere.setVirtualHost("orders");
        assertThatThrownBy(elsewhere::newConnection).isInstanceOf(IOException.class);
        assertRefused(ReasonCode.PROTOCOL_ERROR, "there is no virtual host 'orders'");
        try (RawAmqp client = new RawAmqp(stage.port())) {
            client.bytes(HexFormat.of().parseHex("100c00044d5154540402003c0000"));
            assertRefused(ReasonCode.PROTOCOL_ERROR, "MQTT on an AMQP port");
        }
        try (RawAmqp client = new RawAmqp(stage.port())) {
            client.header().next();
            client.send(0, new ConnectionStartOk(FieldTable.builder().build(), "EXTERNAL", new byte[0], "en_US"));
            assertRefused(ReasonCode.BAD_AUTHENTICATION_METHOD, "not 'EXTERNAL'");
        }
        try (RawAmqp client = new RawAmqp(stage.port())) {
            client.header().next();
            client.send(0, new ConnectionStartOk(FieldTable.builder().build(), "PLAIN", new byte[1], "en_US"));
            assertRefused(ReasonCode.MALFORMED_PACKET, "the response of PLAIN");
        }
    }

    @Test
    void a_user_name_of_another_form_is_told_which_form_it_has() {
        ConnectionFactory factory = stage.factory("guest", "guest");
        assertThatThrownBy(factory::newConnection)
                .isInstanceOf(AuthenticationFailureException.class)
                .hasMessageContaining("Base64");
    }

    @Test
    void a_key_that_is_disabled_loses_its_connections() throws Exception {
        AccessKey second = new AccessKey("second", "secret-of-second");
        stage.metadata.createAccessKey(second);
        Connection connection = stage.connect(second);
        stage.metadata.enableAccessKey("second", false);
        await().until(() -> !connection.isOpen());
        assertThat(connection.getCloseReason().getMessage()).contains("320", "second is not valid any more");
    }

    @Test
    void a_temporary_key_that_expires_loses_its_connection() throws Exception {
        var issued = stage.cloud.temporaryKeys().issue(DoorStage.KEY, 900);
        String user = DoorStage.user(issued.id() + ":" + issued.token());
        try (RawAmqp client = new RawAmqp(stage.port())) {
            client.header().next();
            client.login(user, DoorStage.password(issued.secret())).next();
            client.send(0, new ConnectionTuneOk(2047, 131_072, 0)).send(0, new ConnectionOpen("MQTT"));
            client.next(); // connection.open-ok
            stage.clock.advance(Duration.ofSeconds(901));
            assertClosed(client.next(), 320, "is not valid any more");
        }
    }

    @Test
    void a_key_without_any_right_to_publish_or_subscribe_is_refused() {
        AccessKey reader = new AccessKey("reader", "secret-of-reader", true, List.of(), AccessRight.named("read-only"));
        stage.metadata.createAccessKey(reader);
        assertThatThrownBy(() -> stage.connect(reader)).isInstanceOf(AuthenticationFailureException.class);
        assertRefused(ReasonCode.NOT_AUTHORIZED, "AccessKey reader has no right");
    }

    @Test
    void another_protocol_gets_the_header_of_this_one_and_the_end() throws Exception {
        for (byte[] other : List.of(
                "AMQP\0\1\0\0".getBytes(StandardCharsets.US_ASCII),
                "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                HexFormat.of().parseHex("100c00044d5154540402003c0000"))) {
            try (RawAmqp client = new RawAmqp(stage.port())) {
                client.bytes(other);
                assertThat(client.raw(8)).isEqualTo("AMQP\0\0\u0009\1".getBytes(StandardCharsets.US_ASCII));
                assertThat(client.isEnded()).isTrue();
            }
        }
    }

    @Test
    void the_login_has_a_deadline() throws Exception {
        try (RawAmqp client = new RawAmqp(stage.port())) {
            client.header();
            assertThat(client.next()).isInstanceOf(ConnectionStart.class);
            stage.clock.advance(Duration.ofSeconds(11));
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void a_method_out_of_turn_ends_the_login() throws Exception {
        try (RawAmqp client = new RawAmqp(stage.port())) {
            client.header().next();
            client.send(1, ChannelOpen.OPEN);
            assertClosed(client.next(), 503, "channel.open");
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void frames_above_the_least_size_are_refused_before_the_login() throws Exception {
        try (RawAmqp client = new RawAmqp(stage.port())) {
            client.header().next();
            client.bytes(HexFormat.of().parseHex("01000000100000"));
            assertClosed(client.next(), 501, "1048584 bytes");
        }
    }

    @Test
    void another_virtual_host_is_refused() throws Exception {
        try (RawAmqp client = new RawAmqp(stage.port())) {
            client.header().next();
            client.login(DoorStage.user("YYYYY"), DoorStage.password("XXXXX"));
            assertThat(client.next()).isInstanceOf(ConnectionTune.class);
            client.send(0, new ConnectionTuneOk(0, 0, 0)).send(0, new ConnectionOpen("other"));
            assertClosed(client.next(), 530, "virtual host");
        }
    }

    @Test
    void more_than_was_offered_is_refused() throws Exception {
        try (RawAmqp client = new RawAmqp(stage.port())) {
            client.header().next();
            client.login(DoorStage.user("YYYYY"), DoorStage.password("XXXXX")).next();
            client.send(0, new ConnectionTuneOk(2047, 1 << 20, 60));
            assertClosed(client.next(), 530, "frame-max 1048576");
        }
    }

    private static void assertClosed(ServerMethod method, int code, String text) {
        assertThat(method).isInstanceOfSatisfying(ConnectionClose.class, close -> {
            assertThat(close.replyCode()).isEqualTo(code);
            assertThat(close.replyText()).contains(text);
        });
    }
}
