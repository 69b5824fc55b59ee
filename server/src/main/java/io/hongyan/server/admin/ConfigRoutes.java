package io.hongyan.server.admin;

import io.hongyan.server.config.LogConfig;
import io.hongyan.server.config.source.ConfigValue;
import io.hongyan.server.config.source.Suggestion;
import io.hongyan.server.log.LogLevels;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// The configuration that holds, and the levels of the log, which may be set until the service stops.
public final class ConfigRoutes {
    /// The word for what the configuration says.
    private static final String CONFIGURED = "configured";

    private final Supplier<List<ConfigValue>> values;

    /// @param values those that hold now
    public ConfigRoutes(Supplier<List<ConfigValue>> values) {
        this.values = values;
    }

    public List<AdminRoute> routes() {
        return List.of(
                AdminRoute.look("GET", "/configuration", _ -> configuration()),
                AdminRoute.look("GET", "/log-levels", _ -> levels()),
                AdminRoute.administer("POST", "/log-levels", ConfigRoutes::setLevel));
    }

    private Map<String, ?> configuration() {
        return Map.of("values", values.get().stream().map(ConfigRoutes::view).toList());
    }

    private static Map<String, Object> view(ConfigValue value) {
        Map<String, Object> view =
                AdminApi.ordered("key", value.key(), "value", value.value(), "origin", value.origin());
        if (value.secret()) {
            view.put("secret", true);
        }
        return view;
    }

    private static Map<String, ?> levels() {
        List<String> chosen = LogLevels.chosen();
        return Map.of(
                "levels",
                LogLevels.all().entrySet().stream()
                        .map(each -> AdminApi.ordered(
                                "logger",
                                each.getKey(),
                                "level",
                                each.getValue(),
                                "untilStop",
                                chosen.contains(each.getKey())))
                        .toList());
    }

    private static Map<String, ?> setLevel(AdminRequest request) {
        FormFields fields = new FormFields(request.body());
        String logger = request.body().text("logger");
        if (!LogLevels.LOGGERS.contains(logger)) {
            throw AdminRefusal.badRequest("there is no logger " + logger
                    + Suggestion.nearest(logger, LogLevels.LOGGERS)
                            .map(guess -> "; did you mean " + guess + "?")
                            .orElse("; known are " + String.join(", ", LogLevels.LOGGERS)));
        }
        String level = request.body().text("level");
        LogLevels.set(logger, level.equals(CONFIGURED) ? null : fields.choice("level", LogConfig.Level.INFO));
        return levels();
    }
}
