package io.hongyan.server.log;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import io.hongyan.server.config.LogConfig;
import java.util.Map;
import org.slf4j.LoggerFactory;

/// Logs to standard error, on a thread of its own: a shard must never wait for a terminal. When that thread cannot keep
/// up, lines are dropped instead of delaying clients.
///
/// Found by logback itself before the first line, without any file; [#apply] then sets what the configuration says.
public final class LogSetup extends ContextAwareBase implements Configurator {
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}: %oneLine%n";
    private static final int QUEUE = 8192;
    private static final String ALL = "io.hongyan";
    private static final String ACCESS = "io.hongyan.http.access";
    private static final String CONFIG = "hongyan.log";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        set(context, LogConfig.defaults());
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /// Makes the configuration hold from now on.
    public static void apply(LogConfig config) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Map<String, LogConfig.Level> chosen = LogLevels.chosen(context);
        context.reset();
        LogLevels.keep(context, chosen);
        set(context, config);
    }

    /// Makes a changed configuration hold. Lines that wait are lost only when the format changes.
    public static void change(LogConfig before, LogConfig after) {
        if (before.format() != after.format()) {
            apply(after);
        } else {
            levels((LoggerContext) LoggerFactory.getILoggerFactory(), after);
        }
    }

    /// Writes out what waits. Nothing is logged after that.
    public static void stop() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }

    private static void set(LoggerContext context, LogConfig config) {
        if (context.getStatusManager().getCopyOfStatusListenerList().isEmpty()) {
            context.getStatusManager().add(new NopStatusListener());
        }
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder(context, config.format()));
        console.start();
        AsyncAppender queue = new AsyncAppender();
        queue.setContext(context);
        queue.setQueueSize(QUEUE);
        queue.setDiscardingThreshold(0);
        queue.setNeverBlock(true);
        queue.addAppender(console);
        queue.start();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(queue);
        levels(context, config);
    }

    /// Whether the configuration itself says the level of that part.
    static boolean configures(String logger) {
        return logger.equals(ALL) || logger.equals(ACCESS);
    }

    /// Has the levels of the configuration hold, and over them those that were chosen since the start.
    static void levels(LoggerContext context) {
        levels(context, context.getObject(CONFIG) instanceof LogConfig config ? config : LogConfig.defaults());
    }

    private static void levels(LoggerContext context, LogConfig config) {
        context.putObject(CONFIG, config);
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level level = Level.toLevel(config.level().name());
        // Other people's code speaks up for warnings only, unless everything is asked for.
        root.setLevel(config.level() == LogConfig.Level.TRACE ? Level.DEBUG : Level.WARN);
        // Its lines for debugging hold bytes of handshakes, and with them passwords of clients that speak no TLS.
        context.getLogger("io.netty.handler.ssl").setLevel(Level.INFO);
        // Its lines for debugging hold headers of requests, and with them keys of the administration.
        context.getLogger("org.eclipse.jetty").setLevel(Level.WARN);
        context.getLogger("org.eclipse.jetty.http").setLevel(Level.ERROR); // else each client with a bad request warns
        context.getLogger(ALL).setLevel(level);
        context.getLogger(ACCESS).setLevel(config.http() ? Level.INFO : Level.OFF);
        LogLevels.apply(context);
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, LogConfig.Format format) {
        return switch (format) {
            case TEXT -> {
                PatternLayout lines = new PatternLayout();
                lines.setContext(context);
                lines.getInstanceConverterMap().put("oneLine", OneLine::new);
                lines.setPattern(PATTERN);
                lines.start();
                LayoutWrappingEncoder<ILoggingEvent> text = new LayoutWrappingEncoder<>();
                text.setContext(context);
                text.setLayout(lines);
                text.start();
                yield text;
            }
            case JSON -> {
                JsonLines json = new JsonLines();
                json.setContext(context);
                json.start();
                yield json;
            }
        };
    }
}
