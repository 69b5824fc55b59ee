package io.hongyan.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.hongyan.server.config.LogConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// Levels of parts of the service that hold until it stops, over what the configuration says. What other people's code
/// tells is not among them: its lines for debugging hold passwords and keys.
///
/// They are kept where the log itself is, one for the process. Any thread.
public final class LogLevels {
    /// The parts, each with all that is below it. The first is everything.
    public static final List<String> LOGGERS = List.of(
            "io.hongyan",
            "io.hongyan.amqp",
            "io.hongyan.bridge",
            "io.hongyan.broker",
            "io.hongyan.cloud",
            "io.hongyan.events",
            "io.hongyan.exchange",
            "io.hongyan.http.access",
            "io.hongyan.openapi",
            "io.hongyan.server",
            "io.hongyan.store",
            "io.hongyan.transport");

    private static final String CHOSEN = "hongyan.levels";

    private LogLevels() {}

    /// Each part with the level that holds for it, in small letters; `off` when nothing of it is logged.
    public static Map<String, String> all() {
        Map<String, String> levels = new LinkedHashMap<>();
        for (String name : LOGGERS) {
            levels.put(
                    name,
                    context().getLogger(name).getEffectiveLevel().toString().toLowerCase(Locale.ROOT));
        }
        return levels;
    }

    /// Those parts whose level was set here.
    public static List<String> chosen() {
        return LOGGERS.stream().filter(chosen(context())::containsKey).toList();
    }

    /// Sets a level until the service stops.
    ///
    /// @param logger one of [#LOGGERS]
    /// @param level null = the one of the configuration again
    public static void set(String logger, LogConfig.@Nullable Level level) {
        LoggerContext context = context();
        if (level == null) {
            chosen(context).remove(logger);
        } else {
            chosen(context).put(logger, level);
        }
        LogSetup.levels(context);
    }

    /// What was chosen, to be put into a context that was emptied.
    static Map<String, LogConfig.Level> chosen(LoggerContext context) {
        @SuppressWarnings("unchecked") // nobody else puts something there
        Map<String, LogConfig.Level> chosen = (Map<String, LogConfig.Level>) context.getObject(CHOSEN);
        if (chosen == null) {
            chosen = new ConcurrentHashMap<>();
            context.putObject(CHOSEN, chosen);
        }
        return chosen;
    }

    static void keep(LoggerContext context, Map<String, LogConfig.Level> chosen) {
        context.putObject(CHOSEN, chosen);
    }

    /// Has the chosen levels hold, after those of the configuration.
    static void apply(LoggerContext context) {
        Map<String, LogConfig.Level> chosen = chosen(context);
        for (String name : LOGGERS) {
            LogConfig.Level level = chosen.get(name);
            Logger logger = context.getLogger(name);
            if (level != null) {
                logger.setLevel(Level.toLevel(level.name()));
            } else if (!LogSetup.configures(name)) {
                logger.setLevel(null); // that of the part above
            }
        }
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
