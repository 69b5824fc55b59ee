package io.hongyan.server;

import io.hongyan.cloud.metadata.AclRule;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.MetadataException;
import io.hongyan.cloud.metadata.PasswordUser;
import io.hongyan.cloud.open.AclParser;
import io.hongyan.cloud.open.LinesException;
import io.hongyan.cloud.open.PasswordFileParser;
import io.hongyan.server.config.AuthConfig;
import io.hongyan.server.data.DataFolderException;
import io.hongyan.server.file.EncodingException;
import io.hongyan.server.file.TextFile;
import io.hongyan.server.program.ProgramName;
import io.hongyan.server.watch.FileWatcher;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Users and access rules in files of the operator. Users are there in addition to those of the metadata; rules replace
/// them.
final class AccessFiles {
    private static final System.Logger LOG = System.getLogger(AccessFiles.class.getName());
    private static final String NO_USERS =
            "clients that log in with a user name and a password are refused, but for users of './hongyan admin user'";
    private static final String NO_RIGHTS = "whoever is let in may publish and subscribe to every topic";

    private AccessFiles() {}

    /// @param key of the configuration that names the file
    /// @param use gets what the file holds
    /// @param consequence of a file that has nothing in it
    private record Source<T>(
            String what, String key, Path file, Parser<T> parser, Consumer<List<T>> use, String consequence) {
        /// Reads the file, and uses what it holds.
        Outcome read() {
            try {
                List<T> found = parser.read(TextFile.lines(file));
                use.accept(found);
                return new Outcome(
                        List.of(),
                        found.isEmpty()
                                ? Optional.of(key + ": there are no " + what + " in " + file + "; " + consequence)
                                : Optional.empty());
            } catch (LinesException e) {
                return Outcome.of(e.faults().stream()
                        .map(fault -> ConfigFault.of(file + ":" + fault.line() + ": " + fault.message()))
                        .toList());
            } catch (MetadataException e) {
                return Outcome.of(List.of(ConfigFault.of(file + ": " + e.getMessage())));
            } catch (EncodingException e) {
                return Outcome.of(List.of(ConfigFault.of(file + ":" + e.line() + ": " + e.remedy())));
            } catch (IOException e) {
                return Outcome.of(List.of(ConfigFault.ofValue(
                        key, file + ": " + TextFile.reason(e) + "; name the file of " + what + ", or remove the key")));
            }
        }

        List<String> reload() throws IOException {
            Outcome outcome = read();
            if (!outcome.faults().isEmpty()) {
                throw new IOException(
                        outcome.faults().stream().map(ConfigFault::text).collect(Collectors.joining("; ")));
            }
            return outcome.note().stream().toList();
        }
    }

    /// What came of reading a file.
    ///
    /// @param faults by rising line; with any of them nothing of the file is used
    /// @param note what the operator should know about a file that has nothing in it: it is more often a slip than a
    ///         wish
    private record Outcome(List<ConfigFault> faults, Optional<String> note) {
        static Outcome of(List<ConfigFault> faults) {
            return new Outcome(faults, Optional.empty());
        }
    }

    private interface Parser<T> {
        List<T> read(List<String> lines);
    }

    /// Reads the files that the configuration names, and has them watched.
    ///
    /// @throws DataFolderException naming each line that cannot be used
    static void read(AuthConfig config, Metadata metadata, String instance, FileWatcher watch) {
        forgetRights(config, metadata, instance);
        List<Source<?>> sources = sources(config, metadata, instance);
        sources.forEach(each -> watch.add(each.what, List.of(each.file), each::reload));
        List<ConfigFault> faults = faults(sources);
        if (!faults.isEmpty()) {
            throw new DataFolderException(faults.stream().map(ConfigFault::text).collect(Collectors.joining("\n")));
        }
    }

    /// Rights are those of the file: without one, those of an earlier file hold no longer, and that is told.
    private static void forgetRights(AuthConfig config, Metadata metadata, String instance) {
        boolean left = metadata.snapshot().instance(instance).stream()
                .anyMatch(each -> !each.acl().isEmpty());
        if (left && config.aclFile().isEmpty()) {
            metadata.acl(instance, List.of());
            LOG.log(
                    Level.WARNING,
                    "auth.aclFile names no file any more: the rights of the file before hold no longer, " + NO_RIGHTS);
        }
    }

    /// What is wrong with the files that the configuration names.
    static List<ConfigFault> faults(AuthConfig config, Metadata metadata, String instance) {
        return faults(sources(config, metadata, instance));
    }

    /// The same, as far as the files tell it by themselves.
    static List<ConfigFault> faults(AuthConfig config) {
        return faults(sources(config, _ -> {}, _ -> {}));
    }

    /// What a start logs as a warning about the files that the configuration names.
    static List<String> notes(AuthConfig config) {
        return sources(config, _ -> {}, _ -> {}).stream()
                .flatMap(each -> each.read().note().stream())
                .toList();
    }

    /// Whether the file of users that the configuration names has any.
    static boolean hasUsers(AuthConfig config) {
        List<PasswordUser> found = new ArrayList<>();
        sources(config, found::addAll, _ -> {}).forEach(each -> {
            var _ = each.read();
        });
        return !found.isEmpty();
    }

    private static List<ConfigFault> faults(List<Source<?>> sources) {
        return sources.stream().flatMap(each -> each.read().faults().stream()).toList();
    }

    private static List<Source<?>> sources(AuthConfig config, Metadata metadata, String instance) {
        return sources(config, users -> metadata.fileUsers(instance, users), rights -> metadata.acl(instance, rights));
    }

    private static List<Source<?>> sources(
            AuthConfig config, Consumer<List<PasswordUser>> users, Consumer<List<AclRule>> rights) {
        List<Source<?>> sources = new ArrayList<>();
        if (!config.passwordFile().isEmpty()) {
            Path file = Path.of(config.passwordFile()).toAbsolutePath();
            sources.add(new Source<>(
                    "users", "auth.passwordFile", file, PasswordFileParser::read, users, ProgramName.in(NO_USERS)));
        }
        if (!config.aclFile().isEmpty()) {
            Path file = Path.of(config.aclFile()).toAbsolutePath();
            sources.add(new Source<>("rights", "auth.aclFile", file, AclParser::read, rights, NO_RIGHTS));
        }
        return sources;
    }
}
