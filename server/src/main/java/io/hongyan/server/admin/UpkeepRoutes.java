package io.hongyan.server.admin;

import io.hongyan.broker.store.StoreException;
import io.hongyan.server.data.DataFolderException;
import io.hongyan.server.watch.FileWatcher;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/// How the service is, what it reads again, and copies of its data.
///
/// @param status what it is doing
/// @param certificates reads them again
/// @param files reads configuration, certificates, users and rights again
/// @param backup makes a copy of the data folder, and answers where it is, and what it lacks
public record UpkeepRoutes(
        Supplier<Map<String, Object>> status,
        Supplier<FileWatcher.Reloaded> certificates,
        Supplier<FileWatcher.Reloaded> files,
        Function<Path, Map<String, Object>> backup) {
    public List<AdminRoute> routes() {
        return List.of(
                AdminRoute.look("GET", "/status", _ -> status.get()),
                AdminRoute.operate("POST", "/reload-tls", _ -> told(certificates.get())),
                AdminRoute.operate("POST", "/reload", _ -> told(files.get())),
                AdminRoute.operate("POST", "/backup", this::copy));
    }

    /// A reload that left something as it was is a refusal, which names all files and reasons.
    private static Map<String, ?> told(FileWatcher.Reloaded reloaded) {
        if (!reloaded.refused().isEmpty()) {
            StringBuilder message = new StringBuilder();
            reloaded.refused()
                    .forEach((what, why) -> message.append(message.isEmpty() ? "" : "; ")
                            .append(FileWatcher.Reloaded.unchanged(what))
                            .append(": ")
                            .append(why));
            if (!reloaded.read().isEmpty()) {
                message.append("; what could be used was read again: ").append(String.join(", ", reloaded.read()));
            }
            reloaded.notes().forEach(note -> message.append("; warning: ").append(note));
            throw AdminRefusal.unusable(message.toString());
        }
        return reloaded.notes().isEmpty()
                ? Map.of("reloaded", reloaded.read())
                : AdminApi.ordered("reloaded", reloaded.read(), "warnings", reloaded.notes());
    }

    private Map<String, ?> copy(AdminRequest request) {
        String folder = request.body().text("folder");
        try {
            return backup.apply(Path.of(folder));
        } catch (InvalidPathException e) {
            throw AdminRefusal.badRequest(String.valueOf(e.getMessage()));
        } catch (DataFolderException | StoreException e) {
            throw AdminRefusal.unusable(String.valueOf(e.getMessage()));
        }
    }
}
