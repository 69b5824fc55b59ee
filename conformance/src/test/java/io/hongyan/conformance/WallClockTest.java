package io.hongyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.message.Clock;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.testkit.TestBroker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The wall clock is set while the broker runs. Timers are not affected.
class WallClockTest {
    private static final SetClock CLOCK = new SetClock();
    private static TestBroker broker;

    /// A wall clock that can be set, with a normal steady clock.
    private static final class SetClock implements Clock {
        private final Clock system = new SystemClock();
        private final AtomicLong ahead = new AtomicLong();

        @Override
        public long wallMillis() {
            return system.wallMillis() + ahead.get();
        }

        @Override
        public long steadyMillis() {
            return system.steadyMillis();
        }
    }

    @BeforeAll
    static void start() {
        broker = TestBroker.builder().clock(CLOCK).build();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 365, -1, -365})
    void a_date_that_is_set_ends_no_connection_and_no_session_and_the_silent_go_in_time(long days) {
        Connecting asleep = Connecting.as(Version.MQTT_5, "asleep").lasting();
        try (RawClient sleeper = client().connect(asleep);
                RawClient here =
                        client().connect(Connecting.as(Version.MQTT_5, "here").keepAlive(60));
                RawClient late = client().connect(Connecting.as(Version.MQTT_5, "late" + days)
                        .keepAlive(60)
                        .with(Property.SESSION_EXPIRY_INTERVAL, 3600)
                        .will(
                                "will",
                                "late",
                                QoS.AT_MOST_ONCE,
                                false,
                                Packets.with(Property.WILL_DELAY_INTERVAL, 600)));
                RawClient silent =
                        client().connect(Connecting.as(Version.MQTT_5, "silent").keepAlive(1))) {
            sleeper.expectAccepted();
            sleeper.subscribe(QoS.AT_LEAST_ONCE, "will").drop(false);
            here.expectAccepted();
            late.expectAccepted();
            late.drop(false);
            silent.expectAccepted();
            CLOCK.ahead.addAndGet(Duration.ofDays(days).toMillis());
            silent.expectThrownOut(ReasonCode.KEEP_ALIVE_TIMEOUT);
            here.expectNothing();
            try (RawClient back = client().connect(asleep)) {
                assertThat(back.expectAccepted().sessionPresent()).isTrue();
                back.expectNothing();
            }
        }
    }

    private static RawClient client() {
        return new RawClient(broker.port());
    }
}
