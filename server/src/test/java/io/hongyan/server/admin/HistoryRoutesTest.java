package io.hongyan.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.server.admin.describe.Operations;
import io.hongyan.server.config.AdminRole;
import io.hongyan.server.history.History;
import io.hongyan.server.json.JsonFields;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryRoutesTest {
    private final HistoryRoutes routes =
            new HistoryRoutes(new History(new MemoryStore().records(), new SystemClock(), Map::of), new SystemClock());

    private static final AdminCaller VIEWER = new AdminCaller("grafana", AdminRole.VIEWER);

    private Map<String, ?> ask(Map<String, String> query) {
        AdminRoute.Answering route =
                (AdminRoute.Answering) routes.routes().getFirst().action();
        return route.answer(new AdminRequest(
                Map.of(), Operations.known().of("GET", "/history").query(query), new JsonFields(Map.of()), VIEWER));
    }

    @Test
    void a_service_that_has_just_started_has_no_points_yet() {
        assertThat(ask(Map.of())).isEqualTo(Map.of("stepSeconds", 60L, "points", List.of()));
        assertThat(ask(Map.of("step", "1h", "last", "7d")))
                .isEqualTo(Map.of("stepSeconds", 3600L, "points", List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "measures, connection, 'there is no measure connection; did you mean connections?'",
        "measures, zebra, 'there is no measure zebra; known are connections, sessions,'",
        "step, 30s, 'step is a duration of 1m to 7d, not 30s'",
        "step, hour, 'step is a duration of 1m to 7d, not hour'",
        "last, 8d, 'last is a duration of 1m to 7d, not 8d'",
        "from, yesterday, 'from is a time as 2026-11-30T08:00:00Z, not yesterday'",
        "from, 2999-01-01T00:00:00Z, 'from is before to, and not 2999-01-01T00:00:00Z with to'"
    })
    void a_wrong_question_is_refused_with_what_would_be_right(String name, String value, String why) {
        assertThatThrownBy(() -> ask(Map.of(name, value))).hasMessageStartingWith(why);
    }
}
