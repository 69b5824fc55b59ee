package io.hongyan.server.config.source;

import java.util.List;

/// A configuration cannot be used. The message has one line for each error.
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param faults a line for each, which says what to do
    public ConfigException(List<String> faults) {
        super(String.join("\n", faults));
    }
}
