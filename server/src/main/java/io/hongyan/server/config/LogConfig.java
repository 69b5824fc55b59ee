package io.hongyan.server.config;

/// Level and format of the log. Lines go to standard error.
///
/// @param linesPerSecond lines of one kind and reason in a second, 1 to 10,000; what is more is counted and summed up
///         in one line
/// @param connects whether each accepted connection and each normal end is a line too, at level info
/// @param http whether each HTTP request is a line too, whatever the level
public record LogConfig(Level level, Format format, int linesPerSecond, boolean connects, boolean http) {
    public LogConfig {
        ConfigChecks.range("linesPerSecond", linesPerSecond, 1, 10_000);
    }

    public static LogConfig defaults() {
        return new LogConfig(Level.INFO, Format.TEXT, 5, false, false);
    }

    /// The level of lines about accepted connections and normal ends.
    public System.Logger.Level ofConnects() {
        return connects ? System.Logger.Level.INFO : System.Logger.Level.DEBUG;
    }

    /// The least important line that is shown.
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    /// One line for people, or one JSON object for collectors.
    public enum Format {
        TEXT,
        JSON
    }
}
