package io.hongyan.server.config;

import java.nio.file.Path;

/// Rules that exchange messages with other systems.
///
/// @param plugins folder of the plug-ins; empty = the one that came with the program
public record ExchangeConfig(String plugins) {
    public static ExchangeConfig defaults() {
        return new ExchangeConfig("");
    }

    /// The folder of the plug-ins: the configured one, or where the launcher says that they are.
    public Path folder() {
        return Path.of(plugins.isEmpty() ? System.getProperty("hongyan.plugins", "plugins") : plugins);
    }
}
