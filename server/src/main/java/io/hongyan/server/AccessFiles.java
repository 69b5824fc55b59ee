package io.hongyan.server;

import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.MetadataException;
import io.hongyan.cloud.open.AclParser;
import io.hongyan.cloud.open.PasswordFileParser;
import io.hongyan.server.config.AuthConfig;
import io.hongyan.server.data.DataFolderException;
import io.hongyan.server.file.TextFile;
import io.hongyan.server.watch.FileWatcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Users and access rules in files of the operator: the content of a file replaces that of the metadata.
final class AccessFiles {
    private AccessFiles() {}

    /// Reads the files that the configuration names, and has them watched.
    ///
    /// @throws DataFolderException naming the file and line that cannot be used
    static void read(AuthConfig config, Metadata metadata, String instance, FileWatcher watch) {
        if (!config.passwordFile().isEmpty()) {
            Path file = Path.of(config.passwordFile());
            read(watch, "users", file, lines -> metadata.users(instance, PasswordFileParser.read(lines)));
        }
        if (!config.aclFile().isEmpty()) {
            Path file = Path.of(config.aclFile());
            read(watch, "rights", file, lines -> metadata.acl(instance, AclParser.read(lines)));
        }
    }

    private interface Use {
        void lines(List<String> lines);
    }

    private static void read(FileWatcher watch, String what, Path file, Use use) {
        FileWatcher.Reload reload = () -> {
            try {
                use.lines(TextFile.lines(file));
            } catch (MetadataException e) {
                throw new IOException(file + ": " + e.getMessage(), e);
            } catch (IOException e) {
                throw new IOException(file + ": " + TextFile.reason(e), e);
            }
        };
        watch.add(what, List.of(file), reload);
        try {
            reload.run();
        } catch (IOException e) {
            throw new DataFolderException("the file of " + what + " cannot be used: " + e.getMessage(), e);
        }
    }
}
