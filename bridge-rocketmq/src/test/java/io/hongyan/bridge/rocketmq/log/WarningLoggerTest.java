package io.hongyan.bridge.rocketmq.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WarningLoggerTest {
    private final List<String> lines = new ArrayList<>();
    private long now;
    private final WarningLogger logger = new WarningLogger(new LineLimit(() -> now), lines::add);

    @Test
    void a_warning_is_one_line_and_the_rest_none() {
        logger.info("started {}", 1);
        logger.warn("connect to {} failed\nsecond line", "10.0.0.1:9876", new IllegalStateException("refused\nmore"));
        assertThat(lines)
                .containsExactly("RocketMQ: connect to 10.0.0.1:9876 failed: java.lang.IllegalStateException: refused");
    }

    @Test
    void bodies_of_messages_and_what_is_usual_are_left_out() {
        logger.error("sendMessageBack exception, msg: {}", "MessageExt [queueId=1, body=[115, 101]]");
        logger.warn("PullMessageServiceScheduledThread has shutdown");
        assertThat(lines).containsExactly("RocketMQ: sendMessageBack exception, msg: ");
    }

    @Test
    void a_flood_is_cut_and_counted() {
        for (int i = 0; i < 50; i++) {
            logger.warn("broker is away");
        }
        assertThat(lines).hasSize(LineLimit.LINES);
        now += TimeUnit.MINUTES.toNanos(2);
        logger.warn("broker is away");
        assertThat(lines.getLast()).isEqualTo("RocketMQ: broker is away (30 more warnings were left out before)");
    }
}
