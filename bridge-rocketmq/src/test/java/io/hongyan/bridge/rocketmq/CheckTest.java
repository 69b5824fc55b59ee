package io.hongyan.bridge.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.exchange.spi.Exchange;
import io.hongyan.exchange.spi.ExchangeException;
import io.hongyan.exchange.spi.ExchangeSettings;
import io.hongyan.rocketmq.server.RocketMq;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithRocketMq.class)
class CheckTest {
    private final RocketMq rocketMq;
    private final Business business;

    CheckTest(RocketMq rocketMq, Business business) {
        this.rocketMq = rocketMq;
        this.business = business;
    }

    private static List<String> check(String address, boolean tls, String... topics) {
        try (Exchange exchange = new RocketMqProvider()
                .open(new ExchangeSettings("rocketmq", "main", List.of(address), "", "", tls, ""))) {
            return exchange.check(List.of(topics));
        }
    }

    @Test
    void all_is_well() {
        assertThat(check(rocketMq.nameServer(), false, business.topic(1))).isEmpty();
    }

    @Test
    void a_missing_topic_is_named() {
        assertThat(check(rocketMq.nameServer(), false, "missing"))
                .singleElement()
                .asString()
                .contains("topic missing does not exist", "mqadmin updateTopic");
    }

    @Test
    void an_address_where_nobody_listens_is_named() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThat(check("127.0.0.1:" + port, false, "topic"))
                .singleElement()
                .asString()
                .contains("name server 127.0.0.1:" + port + " is unreachable (Connection refused)");
    }

    @Test
    void a_listener_that_says_nothing_is_told() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            assertThat(check("127.0.0.1:" + socket.getLocalPort(), false, "topic"))
                    .singleElement()
                    .asString()
                    .contains("no name server of 127.0.0.1:" + socket.getLocalPort(), "answers");
        }
    }

    @Test
    void a_topic_without_permission_is_named() {
        String topic = business.topic(Business.name("topic"), 1, 4);
        assertThat(check(rocketMq.nameServer(), false, topic))
                .singleElement()
                .asString()
                .contains("topic " + topic + " cannot be written to");
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_not_trusted() {
        assertThat(check(rocketMq.nameServer(), true, "topic"))
                .singleElement()
                .asString()
                .contains("no name server of " + rocketMq.nameServer(), "tls");
    }

    @Test
    void an_address_without_port_is_refused() {
        assertThatThrownBy(() -> check("rocketmq.example.com", false))
                .isInstanceOf(ExchangeException.class)
                .hasMessageContaining("'rocketmq.example.com'")
                .hasMessageContaining("host:port");
    }

    @Test
    void the_kind_for_grpc_is_refused_with_its_reason_and_the_way_out() {
        assertThatThrownBy(() -> new RocketMqProvider()
                        .open(new ExchangeSettings(
                                "rocketmq-grpc", "main", List.of("127.0.0.1:8081"), "", "", false, "")))
                .isInstanceOf(ExchangeException.class)
                .hasMessageContaining("connection main")
                .hasMessageContaining("message ids")
                .hasMessageContaining("use kind rocketmq");
    }
}
