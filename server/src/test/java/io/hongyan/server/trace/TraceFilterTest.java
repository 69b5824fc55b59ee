package io.hongyan.server.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.event.DropReason;
import io.hongyan.broker.event.PacketEvent;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import io.hongyan.transport.Peer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Goal: a live trace shows what belongs to its client, topic or address, and nothing of others.
class TraceFilterTest {
    private static final Peer PEER = peer("192.0.2.7");

    private static Peer peer(String address) {
        return new Peer(new InetSocketAddress(address, 4711), "tcp", false, null, List.of());
    }

    private static TraceSubject published(String instance, String client, Peer peer, String topic) {
        return TraceSubject.of(new PacketEvent.Published(
                instance, client, peer, Topic.of(topic), QoS.AT_LEAST_ONCE, 1, 10, false, false));
    }

    private static TraceSubject subscribed(String filter) {
        return TraceSubject.of(new PacketEvent.Subscribed("i", "c", PEER, filter, QoS.AT_LEAST_ONCE, 1));
    }

    private static boolean shows(TraceFilter filter, BrokerEvent event) {
        TraceSubject subject = TraceSubject.of(event);
        return subject != null && filter.shows(subject);
    }

    private static TraceFilter ofTopic(String filter) {
        return new TraceFilter.OfTopic("i", TopicFilter.parse(filter));
    }

    @Test
    void a_trace_of_a_client_shows_that_client_in_that_instance() {
        TraceFilter filter = new TraceFilter.OfClient("i", "c");
        assertThat(filter.shows(published("i", "c", PEER, "a"))).isTrue();
        assertThat(filter.shows(published("i", "d", PEER, "a"))).isFalse();
        assertThat(filter.shows(published("j", "c", PEER, "a"))).isFalse();
        assertThat(shows(filter, new BrokerEvent.SessionEnded("i", "c", ""))).isTrue();
        assertThat(shows(filter, new BrokerEvent.Connected("j", "c", "", Version.MQTT_5, PEER, true, false)))
                .isFalse();
    }

    @Test
    void a_refused_login_is_shown_whatever_the_instance() {
        BrokerEvent refused = new BrokerEvent.ConnectRefused("c", "u", PEER, ReasonCode.NOT_AUTHORIZED, "");
        assertThat(shows(new TraceFilter.OfClient("i", "c"), refused)).isTrue();
        assertThat(shows(new TraceFilter.OfClient("i", "d"), refused)).isFalse();
        assertThat(shows(new TraceFilter.OfAddress("i", PEER.address().getAddress()), refused))
                .isTrue();
        assertThat(shows(ofTopic("#"), refused)).isFalse();
    }

    @Test
    void a_trace_of_an_address_shows_its_connections_and_nobody_without_one() {
        TraceFilter filter = new TraceFilter.OfAddress("i", InetAddress.ofLiteral("192.0.2.7"));
        assertThat(filter.shows(published("i", "c", PEER, "a"))).isTrue();
        assertThat(filter.shows(published("i", "c", peer("192.0.2.8"), "a"))).isFalse();
        assertThat(filter.shows(published("i", "c", Peer.NONE, "a"))).isFalse();
        assertThat(shows(filter, new BrokerEvent.Dropped("i", "c", PEER, "", DropReason.LOST, 3)))
                .isTrue();
    }

    @Test
    void a_trace_of_a_topic_shows_messages_refusals_and_drops_on_it() {
        TraceFilter filter = ofTopic("a/+");
        assertThat(filter.shows(published("i", "c", PEER, "a/b"))).isTrue();
        assertThat(filter.shows(published("i", "c", PEER, "a/b/c"))).isFalse();
        assertThat(shows(filter, new BrokerEvent.PublishRefused("i", "c", PEER, "a/x", ReasonCode.NOT_AUTHORIZED, "")))
                .isTrue();
        assertThat(shows(filter, new BrokerEvent.Dropped("i", "c", PEER, "b", DropReason.EXPIRED, 1)))
                .isFalse();
        assertThat(shows(filter, new BrokerEvent.Dropped("i", "c", PEER, "", DropReason.LOST, 1)))
                .isFalse();
        assertThat(shows(
                        ofTopic("#"),
                        new BrokerEvent.SubscribeRefused("i", "c", PEER, "a/#/b", ReasonCode.TOPIC_FILTER_INVALID, "")))
                .as("a text that is no filter")
                .isFalse();
        assertThat(shows(ofTopic("#"), new BrokerEvent.Probed("tcp"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "a/b, a/b, true",
        "a/b, a/+, true",
        "a/b, a/c, false",
        "a/b, a, false",
        "a/b, #, true",
        "a/#, a, true",
        "a, a/#, true",
        "a/b, a/b/#, true",
        "a/#, b/#, false",
        "+/b, a/+, true",
        "+/b/c, a/+, false",
        "a/b, $share/g/a/+, true",
        "$SYS/#, #, false",
        "+/x, $SYS/x, false",
        "$SYS/#, $SYS/a, true"
    })
    void a_trace_of_a_topic_shows_the_subscriptions_that_may_get_its_messages(
            String traced, String subscribed, boolean shown) {
        assertThat(ofTopic(traced).shows(subscribed(subscribed))).isEqualTo(shown);
    }
}
