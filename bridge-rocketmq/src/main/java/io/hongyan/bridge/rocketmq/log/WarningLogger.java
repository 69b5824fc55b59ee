package io.hongyan.bridge.rocketmq.log;

import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.rocketmq.logging.org.slf4j.Marker;
import org.apache.rocketmq.logging.org.slf4j.event.Level;
import org.apache.rocketmq.logging.org.slf4j.helpers.LegacyAbstractLogger;
import org.apache.rocketmq.logging.org.slf4j.helpers.MessageFormatter;
import org.jspecify.annotations.Nullable;

/// Writes warnings and errors as one line each, without stack traces, and not too many.
final class WarningLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1;

    private static final int LENGTH = 400;

    /// What RocketMQ's client warns of in normal operation.
    private static final Pattern USUAL = Pattern.compile("RouteInfoFromNameServer is not exist value"
            + "|lock heartBeat, but failed"
            + "|PullMessageServiceScheduledThread has shutdown"
            + "|consumeMessage Orderly return not OK"
            + "|didn't terminate!"
            + "|dropped without process consume result"
            + "|not be able to consume, because it's dropped");

    private final transient LineLimit limit;
    private final transient Consumer<String> sink;

    WarningLogger(LineLimit limit, Consumer<String> sink) {
        this.name = "rocketmq";
        this.limit = limit;
        this.sink = sink;
    }

    @Override
    public boolean isTraceEnabled() {
        return false;
    }

    @Override
    public boolean isDebugEnabled() {
        return false;
    }

    @Override
    public boolean isInfoEnabled() {
        return false;
    }

    @Override
    public boolean isWarnEnabled() {
        return true;
    }

    @Override
    public boolean isErrorEnabled() {
        return true;
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            String pattern,
            Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        String text = MessageFormatter.basicArrayFormat(pattern, arguments);
        if (USUAL.matcher(text).find()) {
            return;
        }
        long kept = limit.pass();
        if (kept < 0) {
            return;
        }
        var line = new StringBuilder("RocketMQ: ")
                .append(text.lines().findFirst().orElse("").strip());
        if (thrown != null) {
            line.append(": ").append(String.valueOf(thrown).lines().findFirst().orElse(""));
        }
        // Messages of devices are no matter for a log.
        int body = line.indexOf("MessageExt [");
        line.setLength(Math.min(body < 0 ? LENGTH : body, line.length()));
        if (kept > 0) {
            line.append(" (").append(kept).append(" more warnings were left out before)");
        }
        sink.accept(line.toString());
    }
}
