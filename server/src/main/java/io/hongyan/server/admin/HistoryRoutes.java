package io.hongyan.server.admin;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.StoreException;
import io.hongyan.server.admin.describe.Query;
import io.hongyan.server.config.Durations;
import io.hongyan.server.config.source.Suggestion;
import io.hongyan.server.history.History;
import io.hongyan.server.history.Measure;
import io.hongyan.server.history.Points;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What the service has measured of itself.
public final class HistoryRoutes {
    private static final long MINUTE = Duration.ofMinutes(1).toSeconds();

    private final History history;
    private final Clock clock;

    public HistoryRoutes(History history, Clock clock) {
        this.history = history;
        this.clock = clock;
    }

    public List<AdminRoute> routes() {
        return List.of(AdminRoute.look("GET", "/history", this::history));
    }

    private Map<String, ?> history(AdminRequest request) {
        Query query = request.query();
        long now = Duration.ofMillis(clock.wallMillis()).toSeconds();
        Instant end = query.time("to");
        Instant begin = query.time("from");
        long to = end == null ? now : end.getEpochSecond();
        long from = begin == null ? to - MINUTE * minutes("last", query.text("last")) : begin.getEpochSecond();
        if (from >= to) {
            throw AdminRefusal.badRequest("from is before to, and not " + Instant.ofEpochSecond(from) + " with to "
                    + Instant.ofEpochSecond(to));
        }
        int step = minutes("step", query.text("step"));
        long first = Math.max(from, now - Duration.ofMinutes(History.MINUTES).toSeconds());
        try {
            return AdminApi.ordered(
                    "stepSeconds",
                    step * MINUTE,
                    "points",
                    Points.of(
                            history.read(Math.floorDiv(first, MINUTE) + 1, Math.floorDiv(to, MINUTE)),
                            step,
                            measures(query.text("measures"))));
        } catch (StoreException e) {
            throw AdminRefusal.unusable(String.valueOf(e.getMessage()));
        }
    }

    private static int minutes(String name, String text) {
        try {
            long minutes = Durations.parse(text).toMinutes();
            if (minutes >= 1 && minutes <= History.MINUTES) {
                return (int) minutes;
            }
        } catch (IllegalArgumentException _) {
            // the same sentence for both
        }
        throw AdminRefusal.badRequest(name + " is a duration of 1m to 7d, not " + text);
    }

    private static Set<Measure> measures(String text) {
        if (text.isEmpty()) {
            return EnumSet.allOf(Measure.class);
        }
        Map<String, Measure> known =
                Arrays.stream(Measure.values()).collect(Collectors.toMap(Measure::field, measure -> measure));
        Set<Measure> chosen = EnumSet.noneOf(Measure.class);
        for (String name : text.split(",", -1)) {
            Measure measure = known.get(name);
            if (measure == null) {
                throw AdminRefusal.badRequest("there is no measure " + name
                        + Suggestion.nearest(name, known.keySet())
                                .map(guess -> "; did you mean " + guess + "?")
                                .orElse("; known are "
                                        + Arrays.stream(Measure.values())
                                                .map(Measure::field)
                                                .collect(Collectors.joining(", "))));
            }
            chosen.add(measure);
        }
        return chosen;
    }
}
