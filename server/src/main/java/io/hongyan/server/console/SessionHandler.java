package io.hongyan.server.console;

import io.hongyan.server.admin.AuditLog;
import io.hongyan.server.admin.describe.Operations;
import io.hongyan.server.admin.describe.UnfitException;
import io.hongyan.server.http.Handler;
import io.hongyan.server.http.Request;
import io.hongyan.server.http.Response;
import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonException;
import io.hongyan.server.json.JsonFields;
import io.hongyan.transport.AddressText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;

/// Logs in and out, tells who is logged in and by which ways one can be, and changes the password: `/session`,
/// `/session/ways` and `/session/password`. Any thread.
final class SessionHandler implements Handler {
    private static final int LONGEST_NAME = 65;
    private static final String WRONG = "account or password is wrong, or the account is disabled";
    private static final List<String> PASSWORD = List.of("session", "password");
    private static final List<String> WAYS = List.of("session", "ways");

    private final Accounts accounts;
    private final ConsoleSessions sessions;
    private final ConsoleLogin login;
    private final LoginLimits limits;
    private final AuditLog audit;
    private final String version;
    private final SessionCookie cookie;
    private final Map<String, ?> ways;
    /// Passwords take time: guessing must not take the processors from the devices.
    private final Semaphore checks = new Semaphore(1);

    /// @param ways how one can log in but by a password, for the login page
    SessionHandler(
            Accounts accounts,
            ConsoleSessions sessions,
            ConsoleLogin login,
            LoginLimits limits,
            AuditLog audit,
            String version,
            SessionCookie cookie,
            Map<String, ?> ways) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.login = login;
        this.limits = limits;
        this.audit = audit;
        this.version = version;
        this.cookie = cookie;
        this.ways = Map.copyOf(ways);
    }

    @Override
    public Response answer(Request request) {
        if (request.headers().first(ConsoleLogin.HEADER).isEmpty()) {
            return Response.error(
                    403, "forbidden", "this is for the pages of the console, which send " + ConsoleLogin.HEADER);
        }
        try {
            if (request.path().equals(PASSWORD)) {
                return request.method().equals("POST") ? changePassword(request) : otherMethod("POST");
            }
            if (request.path().equals(WAYS)) {
                return request.method().equals("GET") ? Response.json(200, ways) : otherMethod("GET");
            }
            return switch (request.method()) {
                case "GET" -> login.user(request).map(this::shown).orElseGet(SessionHandler::nobody);
                case "POST" -> logIn(request);
                case "DELETE" -> logOut(request);
                default -> otherMethod("GET, POST or DELETE");
            };
        } catch (JsonException | UnfitException e) {
            return Response.error(400, "bad-request", String.valueOf(e.getMessage()));
        }
    }

    private static Response otherMethod(String methods) {
        return Response.error(405, "method-not-allowed", "use " + methods);
    }

    private static Response nobody() {
        return Response.error(401, "unauthorized", "nobody is logged in");
    }

    private Response shown(ConsoleUser user) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("account", user.name());
        view.put("role", user.caller().role().word());
        view.put("instances", new TreeSet<>(user.caller().instances()));
        view.put("mustChangePassword", user.mustChange());
        view.put("oidc", user.oidc());
        view.put("version", version);
        return Response.json(200, view);
    }

    private Response logIn(Request request) {
        JsonFields body = body(request, "/session");
        String given = body.text("account");
        String name = given.substring(0, Math.min(given.length(), LONGEST_NAME)); // no account has a longer one
        String password = body.text("password");
        String address = AddressText.withoutPort(request.from());
        Optional<Account> found;
        checks.acquireUninterruptibly();
        try {
            Duration locked = limits.locked(address, name); // tries at the same time count one after the other
            if (locked.isPositive()) {
                return locked(name, request, locked);
            }
            found = accounts.check(name, password);
            if (found.isPresent()) {
                limits.succeeded(address, name);
            } else {
                limits.failed(address, name);
            }
        } finally {
            checks.release();
        }
        if (found.isEmpty()) {
            audit.login(name, request.from(), 401, WRONG);
            return Response.error(401, "unauthorized", WRONG);
        }
        accounts.loggedIn(name);
        audit.login(name, request.from(), 200, "");
        ConsoleLogin.token(request).ifPresent(sessions::end);
        Response answer = shown(ConsoleUser.of(found.get())).with("Set-Cookie", cookie.set(sessions.begin(name)));
        if (accounts.find(name)
                .map(Account::hash)
                .filter(found.get().hash()::equals)
                .isEmpty()) {
            sessions.endAll(name); // the password was changed while this one was looked at
        }
        return answer;
    }

    private static JsonFields body(Request request, String path) {
        JsonFields body = Json.object(request.text());
        Operations.known().of("POST", path).check(body.values());
        return body;
    }

    private Response locked(String account, Request request, Duration left) {
        audit.locked(account, request.from());
        return Response.error(
                429, "locked", "too many failed logins; try again in " + (left.toSeconds() + 1) + " seconds");
    }

    private Response logOut(Request request) {
        ConsoleLogin.token(request).ifPresent(sessions::end);
        return Response.json(200, Map.of()).with("Set-Cookie", cookie.clear());
    }

    private Response changePassword(Request request) {
        ConsoleUser user = login.user(request).orElse(null);
        if (user == null) {
            return nobody();
        }
        if (user.oidc()) {
            return Response.error(
                    409, "conflict", user.name() + " has no password here; it is changed where you logged in");
        }
        JsonFields body = body(request, "/session/password");
        String address = AddressText.withoutPort(request.from());
        checks.acquireUninterruptibly();
        try {
            Duration locked = limits.locked(address, user.name());
            if (locked.isPositive()) {
                return locked(user.name(), request, locked);
            }
            accounts.choose(user.name(), body.text("current"), body.text("password"));
        } catch (AccountException e) {
            return refused(e, user.name(), request);
        } finally {
            checks.release();
        }
        audit.password(user.name(), request.from(), 200, "");
        // All its sessions ended with the old password; this browser goes on with a new one.
        return Response.json(200, Map.of()).with("Set-Cookie", cookie.set(sessions.begin(user.name())));
    }

    private Response refused(AccountException e, String name, Request request) {
        String why = String.valueOf(e.getMessage());
        int status = switch (e.kind()) {
            case UNSAVED -> 507;
            case CONFLICT -> 409;
            default -> 400;
        };
        if (e.kind() == AccountException.Kind.WRONG_PASSWORD) {
            limits.failed(AddressText.withoutPort(request.from()), name);
        }
        audit.password(name, request.from(), status, why);
        return Response.error(status, status == 507 ? "not-saved" : status == 409 ? "conflict" : "bad-request", why);
    }
}
