package io.hongyan.broker.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.QoS;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrokerConfigTest {
    private static final BrokerConfig DEFAULTS = BrokerConfig.defaults();

    /// The components in which a configuration is not the one by default.
    private static List<String> changed(BrokerConfig config) {
        return Arrays.stream(BrokerConfig.class.getRecordComponents())
                .filter(part -> !value(part, config).equals(value(part, DEFAULTS)))
                .map(RecordComponent::getName)
                .toList();
    }

    private static Object value(RecordComponent part, BrokerConfig config) {
        try {
            return part.getAccessor().invoke(config);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    @Test
    void a_changed_copy_differs_in_that_part_only() {
        MemoryLimits memory = new MemoryLimits(DEFAULTS.memory().connectionBacklog(), 0, 1 << 20);
        StoreLimits store = new StoreLimits(1 << 30, 1 << 30, 10, Duration.ofDays(3));
        ConnectionLimits flood = new ConnectionLimits(0, 0, 0, 1000);
        SessionLimits session =
                new SessionLimits(Duration.ofDays(1), 10, 10, 1 << 20, OverflowPolicy.DROP_OLDEST, 10, 10);
        ProtocolLimits protocol = new ProtocolLimits(
                Duration.ofSeconds(10), 1024, 1024, 2, 0, 0, 4, 60, QoS.AT_LEAST_ONCE, false, false, 3, "responses/%c");
        assertThat(DEFAULTS.withMemory(memory).memory()).isEqualTo(memory);
        assertThat(changed(DEFAULTS.withMemory(memory))).containsExactly("memory");
        assertThat(changed(DEFAULTS.withStore(store))).containsExactly("store");
        assertThat(changed(DEFAULTS.withFlood(flood))).containsExactly("flood");
        assertThat(changed(DEFAULTS.withSysInterval(Duration.ZERO))).containsExactly("sysInterval");
        assertThat(changed(DEFAULTS.withSession(session))).containsExactly("session");
        assertThat(changed(DEFAULTS.withProtocol(protocol))).containsExactly("protocol");
    }
}
