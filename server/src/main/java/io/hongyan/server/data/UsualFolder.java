package io.hongyan.server.data;

import io.hongyan.server.config.source.ConfigSource;
import io.hongyan.server.config.source.ReadConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The data folder of commands that were given none: the one of `HONGYAN_DATA`, else of the configuration that
/// `HONGYAN_CONFIG` names, else `data`. It is where `serve` would have its data with the same environment.
public final class UsualFolder {
    private static final String CONFIG = "HONGYAN_CONFIG";
    private static final String DATA = "HONGYAN_DATA";

    private UsualFolder() {}

    /// @param environment all variables of the process
    /// @throws DataFolderException when the configuration, which may name another folder, cannot be read
    public static Path of(Map<String, String> environment) {
        String folder = environment.getOrDefault(DATA, "");
        String config = environment.getOrDefault(CONFIG, "");
        if (!folder.isEmpty()) {
            return Path.of(folder);
        }
        return config.isEmpty() ? Path.of("data") : ofConfiguration(config);
    }

    private static Path ofConfiguration(String file) {
        ReadConfig read = new ConfigSource(Path.of(file), Map.of(), List.of()).readAll(new ArrayList<>());
        boolean named = read.origins().of("data").isPresent();
        if (!named && !read.faults().isEmpty()) {
            throw new DataFolderException(
                    CONFIG + ": " + read.faults().getFirst() + "; name the data folder with --data");
        }
        return named ? Path.of(read.config().data()) : Path.of("data");
    }
}
