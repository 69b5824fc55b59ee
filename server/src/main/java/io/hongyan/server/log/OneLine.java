package io.hongyan.server.log;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/// A message as one line without control characters, whoever has put them in: nobody forges a line of the log.
public final class OneLine extends ClassicConverter {
    @Override
    public String convert(ILoggingEvent event) {
        return LogEscaper.oneLine(event.getFormattedMessage());
    }
}
