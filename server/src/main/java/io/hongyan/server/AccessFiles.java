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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Users and access rules in files of the operator: the content of a file replaces that of the metadata.
final class AccessFiles {
    private AccessFiles() {}

    private record Source(String what, Path file, FileWatcher.Reload reload) {}

    private interface Use {
        void lines(List<String> lines);
    }

    /// Reads the files that the configuration names, and has them watched.
    ///
    /// @throws DataFolderException naming the file and line that cannot be used
    static void read(AuthConfig config, Metadata metadata, String instance, FileWatcher watch) {
        List<Source> sources = sources(config, metadata, instance);
        sources.forEach(each -> watch.add(each.what, List.of(each.file), each.reload));
        for (Source each : sources) {
            String fault = fault(each);
            if (fault != null) {
                throw new DataFolderException(fault);
            }
        }
    }

    /// What is wrong with the files that the configuration names.
    static List<String> faults(AuthConfig config, Metadata metadata, String instance) {
        return sources(config, metadata, instance).stream()
                .map(AccessFiles::fault)
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable String fault(Source source) {
        try {
            source.reload.run();
            return null;
        } catch (IOException e) {
            return "the file of " + source.what + " cannot be used: " + e.getMessage();
        }
    }

    private static List<Source> sources(AuthConfig config, Metadata metadata, String instance) {
        List<Source> sources = new ArrayList<>();
        if (!config.passwordFile().isEmpty()) {
            Path file = Path.of(config.passwordFile());
            sources.add(source("users", file, lines -> metadata.users(instance, PasswordFileParser.read(lines))));
        }
        if (!config.aclFile().isEmpty()) {
            Path file = Path.of(config.aclFile());
            sources.add(source("rights", file, lines -> metadata.acl(instance, AclParser.read(lines))));
        }
        return sources;
    }

    private static Source source(String what, Path file, Use use) {
        return new Source(what, file, () -> {
            try {
                use.lines(TextFile.lines(file));
            } catch (MetadataException e) {
                throw new IOException(file + ": " + e.getMessage(), e);
            } catch (IOException e) {
                throw new IOException(file + ": " + TextFile.reason(e), e);
            }
        });
    }
}
