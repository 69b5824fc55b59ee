package io.hongyan.server.config;

import io.hongyan.server.config.source.ConfigSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reads configurations that tests write as text.
public final class Configs {
    private Configs() {}

    public static ServerConfig read(String yaml) {
        return read(yaml, Map.of(), List.of(), new ArrayList<>());
    }

    public static ServerConfig read(
            String yaml, Map<String, String> environment, List<String> settings, List<String> warnings) {
        return new ConfigSource(null, environment, settings).read("hongyan.yaml", yaml, warnings);
    }
}
