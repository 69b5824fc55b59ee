package io.hongyan.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What each client must do over each transport. A subclass adds the client.
@TestInstance(Lifecycle.PER_CLASS)
abstract class ForeignClientContract {
    /// Code of a refusal for a wrong password, in MQTT 3.
    static final int REFUSED_3 = 4;
    /// The same in MQTT 5.
    static final int REFUSED_5 = 0x86;

    private Endpoint endpoint;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        endpoint = Endpoint.start(folder);
    }

    @AfterAll
    void stop() {
        endpoint.close();
    }

    final Endpoint endpoint() {
        return endpoint;
    }

    abstract ForeignClient client(Wire wire) throws Exception;

    abstract int refusal();

    @ParameterizedTest
    @EnumSource
    void messages_of_each_quality_arrive_as_they_were_sent(Wire wire) throws Exception {
        String topic = endpoint.topic("each/" + wire);
        try (ForeignClient sender = client(wire);
                ForeignClient receiver = client(wire)) {
            assertThat(receiver.connect(endpoint.device(), false)).isZero();
            assertThat(sender.connect(endpoint.device(), false)).isZero();
            receiver.subscribe(endpoint.topic("each/+"), 2);
            for (int qos = 0; qos <= 2; qos++) {
                ReceivedMessage message = new ReceivedMessage(topic, "鸿雁 " + qos, qos);
                sender.publish(message);
                assertThat(receiver.next()).isEqualTo(message);
            }
            sender.disconnect();
            receiver.disconnect();
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothing_arrives_after_unsubscribe_but_what_is_for_the_client_alone(Wire wire) throws Exception {
        String topic = endpoint.topic("gone/" + wire);
        Login login = endpoint.device();
        try (ForeignClient sender = client(wire);
                ForeignClient receiver = client(wire)) {
            assertThat(receiver.connect(login, false)).isZero();
            assertThat(sender.connect(endpoint.device(), false)).isZero();
            receiver.subscribe(topic, 1);
            ReceivedMessage before = new ReceivedMessage(topic, "before", 1);
            sender.publish(before);
            assertThat(receiver.next()).isEqualTo(before);
            receiver.unsubscribe(topic);
            sender.publish(new ReceivedMessage(topic, "after", 1));
            ReceivedMessage direct = new ReceivedMessage(endpoint.p2p(login), "for you", 1);
            sender.publish(direct);
            assertThat(receiver.next()).isEqualTo(direct);
            sender.disconnect();
            receiver.disconnect();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_wrong_password_is_refused_with_its_code(Wire wire) throws Exception {
        try (ForeignClient client = client(wire)) {
            assertThat(client.connect(endpoint.device().withPassword("d3Jvbmc="), false))
                    .isEqualTo(refusal());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_message_for_an_absent_client_waits_for_it(Wire wire) throws Exception {
        String topic = endpoint.topic("wait/" + wire);
        Login login = endpoint.device();
        ReceivedMessage message = new ReceivedMessage(topic, "while you were away", 1);
        try (ForeignClient sender = client(wire)) {
            try (ForeignClient receiver = client(wire)) {
                assertThat(receiver.connect(login, true)).isZero();
                receiver.subscribe(topic, 1);
                receiver.disconnect();
            }
            assertThat(sender.connect(endpoint.device(), false)).isZero();
            sender.publish(message);
            try (ForeignClient receiver = client(wire)) {
                assertThat(receiver.connect(login, true)).isZero();
                assertThat(receiver.next()).isEqualTo(message);
                receiver.disconnect();
            }
            sender.disconnect();
        }
    }
}
