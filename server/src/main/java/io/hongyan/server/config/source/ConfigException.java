package io.hongyan.server.config.source;

import java.util.List;
import java.util.stream.Collectors;

/// A configuration cannot be used. The message has one line for each error.
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConfigException(List<ConfigError> problems) {
        super(problems.stream().map(ConfigError::toString).collect(Collectors.joining("\n")));
    }
}
