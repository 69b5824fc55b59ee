package io.hongyan.server.log;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/// Writes lines about events: a sentence for people, and the same as fields for programs, which the format JSON shows.
public final class EventLine {
    private final Logger logger;

    /// @param name of the logger
    public EventLine(String name) {
        this.logger = LoggerFactory.getLogger(name);
    }

    public boolean isLoggable(System.Logger.Level level) {
        return logger.isEnabledForLevel(level(level));
    }

    /// @param fields `event` first; values may come from clients
    public void write(System.Logger.Level level, String sentence, Map<String, ?> fields) {
        write(level, sentence, fields, null);
    }

    public void write(System.Logger.Level level, String sentence, Map<String, ?> fields, @Nullable Throwable error) {
        LoggingEventBuilder line = logger.atLevel(level(level));
        for (Map.Entry<String, ?> field : fields.entrySet()) {
            line = line.addKeyValue(field.getKey(), field.getValue());
        }
        if (error != null) {
            line = line.setCause(error);
        }
        line.setMessage(sentence).log();
    }

    private static Level level(System.Logger.Level level) {
        return switch (level) {
            case ERROR -> Level.ERROR;
            case WARNING -> Level.WARN;
            case INFO -> Level.INFO;
            case DEBUG -> Level.DEBUG;
            case ALL, TRACE, OFF -> Level.TRACE;
        };
    }
}
