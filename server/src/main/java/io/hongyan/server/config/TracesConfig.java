package io.hongyan.server.config;

import io.hongyan.cloud.trace.TraceSettings;
import java.time.Duration;

/// Traces of devices and messages. Which instances have them, the metadata say.
///
/// @param keep how long, whole hours
/// @param maxBytes of all instances together
/// @param sampleOneIn one message in so many of an instance with traces `sampled`
public record TracesConfig(Duration keep, long maxBytes, int sampleOneIn) {
    private static final int QUEUE = TraceSettings.defaults().queue();

    public TracesConfig {
        var _ = new TraceSettings(keep, maxBytes, sampleOneIn, QUEUE);
    }

    public static TracesConfig defaults() {
        TraceSettings defaults = TraceSettings.defaults();
        return new TracesConfig(defaults.keep(), defaults.maxBytes(), defaults.sampleOneIn());
    }

    public TraceSettings settings() {
        return new TraceSettings(keep, maxBytes, sampleOneIn, QUEUE);
    }
}
