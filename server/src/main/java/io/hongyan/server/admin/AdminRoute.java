package io.hongyan.server.admin;

import io.hongyan.server.config.AdminRole;
import io.hongyan.server.http.Pieces;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One operation of the admin API.
///
/// @param pattern parts of the path; one in braces (`{instance}`) stands for any text
/// @param role that a caller needs
/// @param changes whether it changes something, and so is recorded
/// @param scope which callers may ask that see few instances
public record AdminRoute(
        String method, List<String> pattern, AdminRole role, boolean changes, Scope scope, Action action) {
    private static final String INSTANCE = "{instance}";

    /// Which of the callers that see few instances may ask.
    public enum Scope {
        /// Those that see the instance in the path; without one in it nobody.
        INSTANCE,
        /// Nobody, even if an instance is in the path: it uses what belongs to the whole service.
        SERVICE,
        /// All of them, and each is shown its own instances.
        EVERYBODY
    }

    /// What an operation does.
    public sealed interface Action {}

    /// Answers with what becomes a JSON object.
    @FunctionalInterface
    public non-sealed interface Answering extends Action {
        Map<String, ?> answer(AdminRequest request);
    }

    /// Answers with what comes, as it comes.
    @FunctionalInterface
    public non-sealed interface Watching extends Action {
        Stream watch(AdminRequest request);
    }

    /// An answer that goes on.
    ///
    /// @param type of its content
    public record Stream(String type, Pieces pieces) {
        static final String LINES = "application/x-ndjson";
        static final String EVENTS = "text/event-stream";

        /// Lines of JSON.
        static Stream lines(Pieces pieces) {
            return new Stream(LINES, pieces);
        }

        /// Server-sent events.
        static Stream events(Pieces pieces) {
            return new Stream(EVENTS, pieces);
        }
    }

    /// Looks at something.
    public static AdminRoute look(String method, String path, Answering action) {
        return of(method, path, AdminRole.VIEWER, false, action);
    }

    /// Looks at what is for administrators alone.
    public static AdminRoute inspect(String method, String path, Answering action) {
        return of(method, path, AdminRole.ADMINISTRATOR, false, action);
    }

    /// Changes something in the service that runs.
    public static AdminRoute operate(String method, String path, Answering action) {
        return of(method, path, AdminRole.OPERATOR, true, action);
    }

    /// Watches what clients do. It changes nothing, but is recorded: it shows what they send to whom.
    static AdminRoute watch(String method, String path, Watching action) {
        return of(method, path, AdminRole.OPERATOR, true, action);
    }

    /// Changes what the service knows, or issues keys and tokens.
    public static AdminRoute administer(String method, String path, Answering action) {
        return of(method, path, AdminRole.ADMINISTRATOR, true, action);
    }

    private static AdminRoute of(String method, String path, AdminRole role, boolean changes, Action action) {
        return new AdminRoute(method, List.of(path.substring(1).split("/", -1)), role, changes, Scope.INSTANCE, action);
    }

    /// Watches figures of the service.
    public static AdminRoute follow(String method, String path, Watching action) {
        return of(method, path, AdminRole.VIEWER, false, action);
    }

    /// The same for callers that see few instances, too.
    public AdminRoute everybody() {
        return new AdminRoute(method, pattern, role, changes, Scope.EVERYBODY, action);
    }

    /// The same for those alone who see the whole service.
    public AdminRoute ofService() {
        return new AdminRoute(method, pattern, role, changes, Scope.SERVICE, action);
    }

    /// Its path as it is documented.
    public String path() {
        return "/" + String.join("/", pattern);
    }

    /// Whether a caller sees what the path is about.
    boolean isSeenBy(AdminCaller caller, List<String> path) {
        int at = pattern.indexOf(INSTANCE);
        return switch (scope) {
            case EVERYBODY -> true;
            case SERVICE -> caller.seesAll();
            case INSTANCE -> at < 0 ? caller.seesAll() : caller.sees(path.get(at));
        };
    }

    boolean matches(List<String> path) {
        if (path.size() != pattern.size()) {
            return false;
        }
        for (int i = 0; i < path.size(); i++) {
            boolean fits = isName(pattern.get(i))
                    ? !path.get(i).isEmpty()
                    : pattern.get(i).equals(path.get(i));
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /// What stands in the path for each part in braces.
    Map<String, String> names(List<String> path) {
        Map<String, String> names = new LinkedHashMap<>();
        for (int i = 0; i < path.size(); i++) {
            String part = pattern.get(i);
            if (isName(part)) {
                names.put(part.substring(1, part.length() - 1), path.get(i));
            }
        }
        return names;
    }

    private static boolean isName(String part) {
        return part.startsWith("{");
    }
}
