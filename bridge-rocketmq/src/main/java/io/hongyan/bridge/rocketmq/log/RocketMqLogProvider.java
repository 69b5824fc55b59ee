package io.hongyan.bridge.rocketmq.log;

import java.util.function.Consumer;
import org.apache.rocketmq.logging.org.slf4j.ILoggerFactory;
import org.apache.rocketmq.logging.org.slf4j.IMarkerFactory;
import org.apache.rocketmq.logging.org.slf4j.helpers.BasicMarkerFactory;
import org.apache.rocketmq.logging.org.slf4j.helpers.NOPMDCAdapter;
import org.apache.rocketmq.logging.org.slf4j.spi.MDCAdapter;
import org.apache.rocketmq.logging.org.slf4j.spi.SLF4JServiceProvider;

/// Makes the loggers of RocketMQ's own copy of SLF4J. Its warnings go to the [System.Logger]
/// `io.hongyan.bridge.rocketmq`, the rest goes nowhere.
public final class RocketMqLogProvider implements SLF4JServiceProvider {
    private static final System.Logger LOG = System.getLogger("io.hongyan.bridge.rocketmq");

    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter context = new NOPMDCAdapter();
    private final WarningLogger logger;

    public RocketMqLogProvider() {
        Consumer<String> sink = line -> LOG.log(System.Logger.Level.WARNING, line);
        logger = new WarningLogger(new LineLimit(LogClock.SYSTEM), sink);
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return name -> logger;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return context;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {
        // Nothing to read: there is no configuration.
    }
}
