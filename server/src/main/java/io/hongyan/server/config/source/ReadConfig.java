package io.hongyan.server.config.source;

import io.hongyan.server.config.ServerConfig;
import java.util.List;

/// A configuration as it was read, with what is wrong with it.
///
/// @param config with the default in the place of each value that is wrong
/// @param origins where its keys were written
/// @param faults what is wrong, with the place, in the order of the lines; empty when it can be used
public record ReadConfig(ServerConfig config, Origins origins, List<String> faults) {
    public ReadConfig {
        faults = List.copyOf(faults);
    }

    /// One that was made, and not written anywhere.
    public static ReadConfig of(ServerConfig config) {
        return new ReadConfig(config, Origins.none(), List.of());
    }

    /// The same, which has no faults.
    ///
    /// @throws ConfigException when it has
    public ReadConfig usable() {
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return this;
    }
}
