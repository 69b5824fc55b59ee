package io.hongyan.cloud.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.cloud.FakeClock;
import io.hongyan.cloud.metadata.MetadataException.Kind;
import io.hongyan.cloud.metadata.rule.ExchangeConnection;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: a connection that cannot work is refused when it is made, and its secret is shown to nobody.
class ConnectionsTest {
    private final Metadata metadata = Metadata.open(new MemoryMetadataStore(), new FakeClock(), new Random(1));

    @BeforeEach
    void make() {
        metadata.createConnection(connection("main", "10.0.0.5:9876"));
    }

    private static ExchangeConnection connection(String name, String... addresses) {
        return new ExchangeConnection(name, ExchangeConnection.ROCKETMQ, List.of(addresses), "", "", false, "");
    }

    private static void refused(Kind kind, ThrowingCallable change, String... names) {
        assertThatThrownBy(change)
                .isInstanceOfSatisfying(
                        MetadataException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContainingAll(names);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", "host:", "host:0", "host:65536", "host:x", "a b:1", "http://h:1", "h:1;h:2"})
    void an_address_is_host_and_port(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> connection("main", address))
                .withMessageContaining(address);
    }

    @Test
    void a_connection_of_another_form_is_refused() {
        assertThat(connection("good", "h:1", "10.0.0.1:65535", "[::1]:9876").addresses())
                .hasSize(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> connection("good"))
                .withMessageContaining("addresses");
        assertThatIllegalArgumentException().isThrownBy(() -> connection("__", "h:1"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExchangeConnection("good", "RocketMQ", List.of("h:1"), "", "", false, ""))
                .withMessageContaining("RocketMQ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExchangeConnection("good", "rocketmq", List.of("h:1"), "ak", "", false, ""))
                .withMessageContaining("the SecretKey is missing");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new ExchangeConnection("good", "rocketmq", List.of("h:1"), "ak", "hush hush", false, ""))
                .withMessageContaining("good")
                .withMessageNotContaining("hush");
        refused(Kind.EXISTS, () -> metadata.createConnection(connection("main", "h:1")), "main");
    }

    @Test
    void there_are_at_most_100_connections() {
        for (int i = 1; i < 100; i++) {
            metadata.createConnection(connection("more-" + i, "h:1"));
        }
        refused(Kind.LIMIT, () -> metadata.createConnection(connection("more-100", "h:1")), "100");
    }

    @Test
    void the_secret_of_a_connection_is_in_no_text() {
        metadata.editConnection(
                "main",
                old -> new ExchangeConnection(old.name(), old.kind(), old.addresses(), "ak", "hush", true, "ns"));
        assertThat(metadata.snapshot().connection("main").orElseThrow().secretKey())
                .isEqualTo("hush");
        assertThat(metadata.snapshot().toString() + metadata.snapshot().connections())
                .doesNotContain("hush");
        refused(
                Kind.INVALID,
                () -> metadata.editConnection("main", _ -> connection("other", "h:1")),
                "the name of connection main");
    }
}
