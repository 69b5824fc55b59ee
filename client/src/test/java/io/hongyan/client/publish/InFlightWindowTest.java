package io.hongyan.client.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.client.message.Message;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InFlightWindowTest {
    @Test
    void identifiers_are_unique_while_in_use_and_come_again_late() {
        Random random = new Random(1);
        InFlightWindow window = new InFlightWindow();
        Map<Integer, OutgoingMessage> inUse = new HashMap<>();
        for (int i = 0; i < 300_000; i++) {
            if (inUse.size() < 1000 && random.nextInt(5) > 1) {
                OutgoingMessage outgoing = new OutgoingMessage(Message.of("a", ""), true);
                window.take(outgoing);
                assertThat(outgoing.packetId()).isBetween(1, 65_535);
                assertThat(inUse.put(outgoing.packetId(), outgoing)).isNull();
            } else if (!inUse.isEmpty()) {
                int id = inUse.keySet().iterator().next();
                assertThat(window.get(id)).isSameAs(inUse.get(id));
                window.remove(inUse.remove(id));
                assertThat(window.get(id)).isNull();
            }
        }
        assertThat(window.count()).isEqualTo(inUse.size());
    }

    @Test
    void nearly_all_identifiers_can_be_in_use() {
        Message message = Message.of("a", "");
        InFlightWindow window = new InFlightWindow();
        for (int i = 0; i < 65_000; i++) {
            OutgoingMessage outgoing = new OutgoingMessage(message, true);
            window.take(outgoing);
        }
        assertThat(window.count()).isEqualTo(65_000);
        assertThat(window.messages()).hasSize(65_000);
    }

    @Test
    void identifiers_of_before_are_kept_and_not_given_again() {
        Message message = Message.of("a", "");
        InFlightWindow window = new InFlightWindow();
        Map<Integer, OutgoingMessage> restored = new HashMap<>();
        for (int id : new int[] {1, 2, 17, 33, 65_535, 32_769}) {
            OutgoingMessage outgoing = new OutgoingMessage(message, true);
            window.restore(outgoing, id);
            restored.put(id, outgoing);
        }
        for (int i = 0; i < 1000; i++) {
            OutgoingMessage outgoing = new OutgoingMessage(message, true);
            window.take(outgoing);
            assertThat(restored).doesNotContainKey(outgoing.packetId());
        }
        restored.forEach((id, outgoing) -> {
            assertThat(window.get(id)).isSameAs(outgoing);
            assertThat(outgoing.packetId()).isEqualTo(id);
        });
        assertThat(window.count()).isEqualTo(1006);
    }
}
