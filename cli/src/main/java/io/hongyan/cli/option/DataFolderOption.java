package io.hongyan.cli.option;

import io.hongyan.cli.terminal.Failure;
import io.hongyan.server.data.DataFolderException;
import io.hongyan.server.data.UsualFolder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The data folder that a command takes things from: that of `--data`, else the one that the environment names.
public final class DataFolderOption {
    private DataFolderOption() {}

    /// @param given that of `--data`; null = none
    /// @throws Failure when `HONGYAN_CONFIG` names a file that cannot be read
    public static Path or(@Nullable Path given) {
        try {
            return given == null ? UsualFolder.of(System.getenv()) : given;
        } catch (DataFolderException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
    }
}
