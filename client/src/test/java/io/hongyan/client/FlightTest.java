package io.hongyan.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlightTest {
    @Test
    void identifiers_are_unique_while_in_use_and_come_again_late() {
        Random random = new Random(1);
        Flight flight = new Flight();
        Map<Integer, Outgoing> inUse = new HashMap<>();
        for (int i = 0; i < 300_000; i++) {
            if (inUse.size() < 1000 && random.nextInt(5) > 1) {
                Outgoing outgoing = new Outgoing(Message.of("a", ""), true);
                flight.take(outgoing);
                assertThat(outgoing.packetId()).isBetween(1, 65_535);
                assertThat(inUse.put(outgoing.packetId(), outgoing)).isNull();
            } else if (!inUse.isEmpty()) {
                int id = inUse.keySet().iterator().next();
                assertThat(flight.get(id)).isSameAs(inUse.get(id));
                flight.remove(inUse.remove(id));
                assertThat(flight.get(id)).isNull();
            }
        }
        assertThat(flight.count()).isEqualTo(inUse.size());
    }

    @Test
    void nearly_all_identifiers_can_be_in_use() {
        Message message = Message.of("a", "");
        Flight flight = new Flight();
        for (int i = 0; i < 65_000; i++) {
            Outgoing outgoing = new Outgoing(message, true);
            flight.take(outgoing);
        }
        assertThat(flight.count()).isEqualTo(65_000);
        assertThat(flight.messages()).hasSize(65_000);
    }

    @Test
    void identifiers_of_before_are_kept_and_not_given_again() {
        Message message = Message.of("a", "");
        Flight flight = new Flight();
        Map<Integer, Outgoing> restored = new HashMap<>();
        for (int id : new int[] {1, 2, 17, 33, 65_535, 32_769}) {
            Outgoing outgoing = new Outgoing(message, true);
            flight.restore(outgoing, id);
            restored.put(id, outgoing);
        }
        for (int i = 0; i < 1000; i++) {
            Outgoing outgoing = new Outgoing(message, true);
            flight.take(outgoing);
            assertThat(restored).doesNotContainKey(outgoing.packetId());
        }
        restored.forEach((id, outgoing) -> {
            assertThat(flight.get(id)).isSameAs(outgoing);
            assertThat(outgoing.packetId()).isEqualTo(id);
        });
        assertThat(flight.count()).isEqualTo(1006);
    }
}
