package io.hongyan.cli.admin;

import io.hongyan.cli.option.Candidates;
import io.hongyan.cli.terminal.Failure;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// When an alarm fires.
final class AlarmOptions {
    static final String THRESHOLD = "threshold";

    @Option(names = "--above", paramLabel = "NUMBER", description = "It fires when the value is above this.")
    @Nullable
    Double above;

    @Option(names = "--below", paramLabel = "NUMBER", description = "It fires when the value is below this.")
    @Nullable
    Double below;

    @Option(
            names = "--minutes",
            paramLabel = "COUNT",
            description = "For so many minutes one after the other, 1 to 60 (default of new ones: 5).")
    @Nullable
    Integer minutes;

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            completionCandidates = Candidates.AlarmLevels.class,
            description = "warning or critical (default of new ones: warning).")
    @Nullable
    String level;

    @Option(
            names = "--instance",
            paramLabel = "ID",
            description = "The instance that it looks at (default of new ones: the whole service).")
    @Nullable
    String instance;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "The parent topic that it looks at, for metrics of topics.")
    @Nullable
    String topic;

    /// What was named, as a request has it.
    ///
    /// @throws Failure when both thresholds were
    Map<String, Object> body() {
        if (above != null && below != null) {
            throw Failure.usage("--above and --below: an alarm has one of them");
        }
        Map<String, Object> body = new LinkedHashMap<>();
        Double threshold = above == null ? below : above;
        if (threshold != null) {
            body.put("comparison", above == null ? "below" : "above");
            body.put(THRESHOLD, threshold);
        }
        put(body, "minutes", minutes);
        put(body, "level", level);
        put(body, "instance", instance);
        put(body, "topic", topic);
        return body;
    }

    private static void put(Map<String, Object> body, String name, @Nullable Object value) {
        if (value != null) {
            body.put(name, value);
        }
    }
}
