package io.hongyan.cluster.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.cluster.connection.ConnectionCounters.Figure;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Goal: a node that wants its clients itself gets those that can be sent to it.
class ReferredClientTest {
    @Test
    void a_client_of_5_0_is_told_where_its_owner_is_and_leaves_nothing_behind() {
        try (TwoNodes nodes = TwoNodes.start()) {
            nodes.a.serverReference = "b.example.com:1884 [::1]";
            RawClient client = nodes.open(nodes.portA).connect(Connecting.as(Version.MQTT_5, "c"));
            Received answer = client.expect(Received.CONNACK);
            assertThat(answer.reason()).isEqualTo(ReasonCode.USE_ANOTHER_SERVER.code());
            assertThat(answer.values(Property.SERVER_REFERENCE)).containsExactly("b.example.com:1884 [::1]");
            client.expectClosed();
            assertThat(nodes.a.count(Figure.REFERRED)).isEqualTo(1);
            assertThat(nodes.a.count(Figure.FORWARDED)).isZero();
            assertThat(nodes.a.events(BrokerEvent.ConnectRefused.class)).isEmpty();
            Awaitility.await().until(() -> nodes.a.broker.stats().connections() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MQTT_5")
    void a_client_of_an_older_version_is_served_where_it_is(Version version) {
        try (TwoNodes nodes = TwoNodes.start()) {
            nodes.a.serverReference = "b.example.com";
            nodes.connected(nodes.portA, Connecting.as(version, "c")).expectNothing();
            assertThat(nodes.a.count(Figure.REFERRED)).isZero();
            assertThat(nodes.a.count(Figure.FORWARDED)).isEqualTo(1);
        }
    }

    @Test
    void a_client_that_takes_no_packet_as_large_is_served_where_it_is() {
        try (TwoNodes nodes = TwoNodes.start()) {
            nodes.a.serverReference = "a-rather-long-name.of-a-node.example.com";
            nodes.connected(nodes.portA, Connecting.as(Version.MQTT_5, "c").with(Property.MAXIMUM_PACKET_SIZE, 30));
            assertThat(nodes.a.count(Figure.FORWARDED)).isEqualTo(1);
        }
    }
}
