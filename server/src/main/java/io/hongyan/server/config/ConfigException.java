package io.hongyan.server.config;

import java.util.List;
import java.util.stream.Collectors;

/// A configuration cannot be used. Its message has one line for each problem.
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }
}
