package io.hongyan.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.auth.AllowAllAuthenticator;
import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.event.EventSink;
import io.hongyan.broker.store.OpenStore;
import io.hongyan.broker.store.memory.MemoryStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An operator who lists the clients of a large instance.
class ClientSearchTest {
    private static final int SESSIONS = 5 * ClientSearch.SESSIONS_PER_TURN;

    private final List<StepLoop> loops = List.of(new StepLoop(), new StepLoop());
    private final List<String> ids = IntStream.range(0, SESSIONS)
            .mapToObj(i -> String.format(Locale.ROOT, "client%06d", i))
            .toList();
    private Broker broker;

    @BeforeEach
    void start() {
        MemoryStore store = MemoryStore.lasting();
        try (OpenStore run = new OpenStore(store)) {
            List<String> shuffled = new ArrayList<>(ids);
            Collections.shuffle(shuffled, new Random(1));
            shuffled.forEach(run::session);
        }
        broker = Broker.start(
                BrokerConfig.defaults(),
                List.copyOf(loops),
                new AllowAllAuthenticator("i"),
                store,
                EventSink.NONE,
                new SystemClock(),
                new Random(1));
        turns();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    /// @return the most tasks that one of the loops has run
    private int turns() {
        int most = 0;
        for (StepLoop loop : loops) {
            int turns = 0;
            while (loop.step()) {
                turns++;
            }
            most = Math.max(most, turns);
        }
        return most;
    }

    private List<String> found(String after, int most) {
        CompletableFuture<List<ClientInfo>> answer = broker.oversight().clients("i", ClientQuery.above(after, most));
        turns();
        return answer.join().stream().map(ClientInfo::clientId).toList();
    }

    @Test
    void a_search_takes_many_turns_when_there_are_many_sessions() {
        CompletableFuture<List<ClientInfo>> answer = broker.oversight().clients("i", ClientQuery.above("", 10));
        assertThat(turns()).isGreaterThanOrEqualTo(SESSIONS / loops.size() / ClientSearch.SESSIONS_PER_TURN);
        assertThat(answer.join()).hasSize(10);
    }

    @Test
    void clients_come_in_pages_in_the_order_of_their_ids() {
        assertThat(found("", 3)).isEqualTo(ids.subList(0, 3));
        assertThat(found(ids.get(2), 2)).isEqualTo(ids.subList(3, 5));
        assertThat(found(ids.get(SESSIONS - 3), 10)).isEqualTo(ids.subList(SESSIONS - 2, SESSIONS));
        assertThat(found(ids.getLast(), 10)).isEmpty();
        assertThat(found("", 10_000)).isEqualTo(ids);
    }

    @Test
    void an_instance_that_nobody_knows_has_no_clients() {
        CompletableFuture<List<ClientInfo>> answer = broker.oversight().clients("nobody", ClientQuery.above("", 10));
        turns();
        assertThat(answer.join()).isEmpty();
    }

    @Test
    void sessions_may_go_while_a_search_goes_on() {
        CompletableFuture<List<ClientInfo>> answer = broker.oversight().clients("i", ClientQuery.above("", 10));
        loops.forEach(StepLoop::step);
        CompletableFuture<Void> dropped = broker.dropInstance("i");
        turns();
        assertThat(dropped).isCompleted();
        assertThat(answer.join()).hasSizeLessThanOrEqualTo(10);
        assertThat(found("", 10)).isEmpty();
    }
}
