package io.hongyan.broker.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MessageIdsTest {
    private static final long DAY = 86_400_000;

    private long now;

    private final Clock clock = new Clock() {
        @Override
        public long wallMillis() {
            return now;
        }

        @Override
        public long steadyMillis() {
            return now;
        }
    };

    private static long at(String time) {
        return LocalDateTime.parse(time)
                .atZone(ZoneId.systemDefault())
                .toInstant()
                .toEpochMilli();
    }

    @Test
    void each_id_is_another_and_has_32_digits() {
        now = at("2026-11-29T10:00:00");
        MessageIds ids = new MessageIds(clock, new Random(1));
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 50_000; i++) {
            seen.add(ids.next("mqtt-cn-1").toString());
        }
        assertThat(seen).hasSize(50_000).allMatch(id -> id.matches("[0-9A-F]{32}"));
    }

    @Test
    void an_id_tells_when_it_was_made_also_when_a_month_has_begun_since() {
        MessageIds ids = new MessageIds(clock, new Random(1));
        for (String time : List.of("2026-11-01T00:00:00", "2026-11-29T10:00:00.123", "2026-12-31T23:59:59.999")) {
            now = at(time);
            MessageId id = ids.next("mqtt-cn-1");
            assertThat(MessageIds.millis(id, now)).isEqualTo(now);
            assertThat(MessageIds.millis(id, now + 27 * DAY)).isEqualTo(now);
        }
    }

    @Test
    void an_id_tells_whether_its_message_was_made_in_an_instance_also_after_a_restart() {
        now = at("2026-11-29T10:00:00");
        MessageId made = new MessageIds(clock, new Random(1)).next("mqtt-cn-1");
        assertThat(MessageIds.isOf("mqtt-cn-1", made)).isTrue();
        assertThat(MessageIds.isOf("mqtt-cn-2", made)).isFalse();
        String id = made.toString();
        String later = new MessageIds(clock, new Random(2)).next("mqtt-cn-1").toString();
        assertThat(List.of(id, later)).allMatch(each -> MessageIds.isOf("mqtt-cn-1", each));
        assertThat(MessageIds.isOf("mqtt-cn-2", id)).isFalse();
        assertThat(MessageIds.isOf("mqtt-cn-1", "")).isFalse();
    }
}
