package io.hongyan.cluster.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamsTest {
    @Test
    void a_number_is_given_to_one_at_a_time() {
        Streams<String> streams = new Streams<>();
        Map<Integer, String> model = new HashMap<>();
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            if (random.nextInt(5) < 3) {
                String stream = "s" + i;
                int number = streams.add(stream);
                assertThat(model.put(number, stream)).isNull();
            } else if (!model.isEmpty()) {
                int number = model.keySet().iterator().next();
                model.remove(number);
                streams.remove(number);
                streams.release(number);
            }
        }
        model.forEach((number, stream) -> assertThat(streams.get(number)).isEqualTo(stream));
        assertThat(streams.size()).isEqualTo(model.size());
        List<String> all = new ArrayList<>();
        streams.forEach(all::add);
        assertThat(all).containsExactlyInAnyOrderElementsOf(model.values());
        assertThat(streams.get(-1)).isNull();
        assertThat(streams.get(Integer.MAX_VALUE)).isNull();
    }

    @Test
    void numbers_end_somewhere() {
        Streams<String> streams = new Streams<>();
        for (int i = 0; i < Streams.MOST; i++) {
            assertThat(streams.add("s")).isEqualTo(i);
        }
        assertThat(streams.add("s")).isEqualTo(-1);
        streams.remove(77);
        assertThat(streams.add("s")).isEqualTo(-1);
        streams.release(77);
        assertThat(streams.add("s")).isEqualTo(77);
    }
}
