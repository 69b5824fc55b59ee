package io.hongyan.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.auth.AuthExchange;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.AuthResult.Admitted;
import io.hongyan.broker.auth.AuthResult.Refused;
import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Auth;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.codec.spec.Spec;
import io.hongyan.testkit.TestBroker;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Enhanced authentication of 5.0, with a method in which the server asks once and the client answers.
class EnhancedAuthTest {
    private static final String METHOD = "ask-once";
    private static final String OTHER = "other";

    private static final TestBroker BROKER =
            TestBroker.builder().authenticator(new AskOnce()).build();

    @AfterAll
    static void stop() {
        BROKER.close();
    }

    /// The client sends its name, the server a question, the client the answer: its name backwards.
    private static final class AskOnce implements Authenticator {
        @Override
        public void authenticate(ConnectRequest request, Consumer<AuthResult> answer) {
            answer.accept(
                    request.connect().clientId().startsWith("!")
                            ? new Refused(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID, "no ids with ! at the front")
                            : new Admitted(TestBroker.INSTANCE, () -> "", ClientPolicy.open()));
        }

        @Override
        public ClientPolicy policy(String instance) {
            return ClientPolicy.open();
        }

        @Override
        public @Nullable AuthExchange exchange(String method, ConnectRequest request) {
            return method.equals(METHOD) || method.equals(OTHER) ? new Asking() : null;
        }
    }

    private static final class Asking implements AuthExchange {
        private @Nullable String name;

        @Override
        public void next(byte @Nullable [] data, Consumer<Step> answer) {
            String said = data == null ? "" : new String(data, UTF_8);
            String user = name;
            if (user == null) {
                name = said;
                answer.accept(new Step.Challenge(bytes("backwards?")));
            } else if (said.equals(backwards(user))) {
                answer.accept(new Step.Done(
                        new Admitted(TestBroker.INSTANCE, () -> user, ClientPolicy.open()), bytes("welcome")));
            } else {
                answer.accept(new Step.Done(new Refused(ReasonCode.NOT_AUTHORIZED, "wrong proof"), null));
            }
        }
    }

    @Test
    void a_question_larger_than_the_client_takes_is_a_refusal_with_0x95() {
        try (RawClient client = connect(Connecting.as(Version.MQTT_5, "small")
                .with(Property.MAXIMUM_PACKET_SIZE, 20)
                .with(Property.AUTHENTICATION_METHOD, METHOD)
                .with(Property.AUTHENTICATION_DATA, bytes("anne")))) {
            assertThat(client.expect(Received.CONNACK).reason()).isEqualTo(ReasonCode.PACKET_TOO_LARGE.code());
            client.expectClosed();
        }
    }

    @Test
    @Spec({"5.0/MQTT-4.12.0-2", "5.0/MQTT-4.12.0-5"})
    void the_server_asks_with_auth_0x18_and_names_the_method_in_all_it_says() {
        try (RawClient client = begin("a", METHOD, "anne")) {
            Received question = client.expect(Received.AUTH);
            assertThat(question.reason()).isEqualTo(ReasonCode.CONTINUE_AUTHENTICATION.code());
            assertThat(question.values(Property.AUTHENTICATION_METHOD)).containsExactly(METHOD);
            assertThat(question.values(Property.AUTHENTICATION_DATA)).containsExactly(hex("backwards?"));
            client.send(auth(ReasonCode.CONTINUE_AUTHENTICATION, METHOD, "enna"));
            Received answer = client.expectAccepted();
            assertThat(answer.values(Property.AUTHENTICATION_METHOD)).containsExactly(METHOD);
            assertThat(answer.values(Property.AUTHENTICATION_DATA)).containsExactly(hex("welcome"));
            client.publishAndWait("a", "in");
        }
    }

    @Test
    @Spec({"5.0/MQTT-4.12.0-4"})
    void a_wrong_proof_is_refused_and_the_connection_closed() {
        try (RawClient client = begin("b", METHOD, "otto2")) {
            client.expect(Received.AUTH);
            client.send(auth(ReasonCode.CONTINUE_AUTHENTICATION, METHOD, "otto2"));
            assertThat(client.expect(Received.CONNACK).reason()).isEqualTo(ReasonCode.NOT_AUTHORIZED.code());
            client.expectClosed();
        }
    }

    @Test
    @Spec({"5.0/MQTT-4.12.0-5"})
    void an_answer_with_another_method_or_none_or_another_reason_ends_it() {
        for (Auth wrong : new Auth[] {
            auth(ReasonCode.CONTINUE_AUTHENTICATION, OTHER, "anne"),
            new Auth(ReasonCode.CONTINUE_AUTHENTICATION, Properties.NONE),
            auth(ReasonCode.REAUTHENTICATE, METHOD, "anne")
        }) {
            try (RawClient client = begin("c", METHOD, "anne")) {
                client.expect(Received.AUTH);
                client.send(wrong).expectConnAckAtMost();
            }
        }
    }

    @Test
    void a_repeated_authentication_of_the_same_user_succeeds_while_other_traffic_goes_on() {
        try (RawClient client = admitted("d", "anne")) {
            client.subscribe(QoS.AT_LEAST_ONCE, "d");
            client.send(auth(ReasonCode.REAUTHENTICATE, METHOD, "anne"));
            Received question = client.expect(Received.AUTH);
            assertThat(question.reason()).isEqualTo(ReasonCode.CONTINUE_AUTHENTICATION.code());
            client.publish("d", "meanwhile").expectMessage("d", "meanwhile");
            client.send(auth(ReasonCode.CONTINUE_AUTHENTICATION, METHOD, "enna"));
            Received answer = client.expect(Received.AUTH);
            assertThat(answer.reason()).isEqualTo(ReasonCode.SUCCESS.code());
            assertThat(answer.values(Property.AUTHENTICATION_METHOD)).containsExactly(METHOD);
            client.publish("d", "after").expectMessage("d", "after");
        }
    }

    @Test
    @Spec({"5.0/MQTT-4.12.1-2"})
    void a_repeated_authentication_that_fails_ends_the_connection() {
        try (RawClient client = admitted("e", "anne")) {
            reauthenticate(client, "anne", "wrong").expectThrownOut(ReasonCode.NOT_AUTHORIZED);
        }
    }

    @Test
    @Spec({"5.0/MQTT-4.12.1-2"})
    void nobody_becomes_another_user_by_a_repeated_authentication() {
        try (RawClient client = admitted("f", "anne")) {
            reauthenticate(client, "bob", "bob").expectThrownOut(ReasonCode.NOT_AUTHORIZED);
        }
    }

    @Test
    @Spec({"5.0/MQTT-4.12.0-5"})
    void a_repeated_authentication_by_another_method_ends_the_connection() {
        try (RawClient client = admitted("g", "anne")) {
            client.send(auth(ReasonCode.REAUTHENTICATE, OTHER, "anne")).expectThrownOut(ReasonCode.PROTOCOL_ERROR);
        }
    }

    @Test
    @Spec({"5.0/MQTT-3.1.3-8"})
    void a_client_id_that_is_refused_is_told_so_and_the_connection_closed() {
        try (RawClient five = connect(Connecting.as(Version.MQTT_5, "!h"));
                RawClient three = connect(Connecting.as(Version.MQTT_3_1_1, "!h"))) {
            assertThat(five.expect(Received.CONNACK).reason()).isEqualTo(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID.code());
            five.expectClosed();
            assertThat(three.expect(Received.CONNACK).reason()).isEqualTo(2);
            three.expectClosed();
        }
    }

    private static RawClient admitted(String id, String name) {
        RawClient client = begin(id, METHOD, name);
        client.expect(Received.AUTH);
        client.send(auth(ReasonCode.CONTINUE_AUTHENTICATION, METHOD, backwards(name)));
        client.expectAccepted();
        return client;
    }

    private static RawClient reauthenticate(RawClient client, String name, String answer) {
        client.send(auth(ReasonCode.REAUTHENTICATE, METHOD, name)).expect(Received.AUTH);
        return client.send(auth(ReasonCode.CONTINUE_AUTHENTICATION, METHOD, answer));
    }

    private static RawClient begin(String id, String method, String name) {
        return connect(Connecting.as(Version.MQTT_5, id)
                .with(Property.AUTHENTICATION_METHOD, method)
                .with(Property.AUTHENTICATION_DATA, bytes(name)));
    }

    private static RawClient connect(Connecting connecting) {
        return new RawClient(BROKER.port()).connect(connecting);
    }

    private static Auth auth(ReasonCode reason, String method, String data) {
        return new Auth(
                reason,
                Properties.builder()
                        .set(Property.AUTHENTICATION_METHOD, method)
                        .set(Property.AUTHENTICATION_DATA, bytes(data))
                        .build());
    }

    private static String backwards(String name) {
        return new StringBuilder(name).reverse().toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(bytes(text));
    }
}
