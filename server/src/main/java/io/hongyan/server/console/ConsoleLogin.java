package io.hongyan.server.console;

import io.hongyan.server.admin.AdminCaller;
import io.hongyan.server.admin.AdminLogin;
import io.hongyan.server.admin.AdminRefusal;
import io.hongyan.server.http.Request;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Requests of the console's pages: a cookie says whose they are. A page of another site may send the cookie, but no
/// header of its own, so one is asked for. Any thread.
final class ConsoleLogin implements AdminLogin {
    static final String HEADER = "X-Hongyan-Console";

    /// What browsers ask without headers; it changes nothing, and pages of other sites cannot read the answer.
    private static final List<String> LIVE = List.of("live");

    private final ConsoleSessions sessions;
    private final Accounts accounts;

    ConsoleLogin(ConsoleSessions sessions, Accounts accounts) {
        this.sessions = sessions;
        this.accounts = accounts;
    }

    @Override
    public @Nullable AdminCaller caller(Request request) {
        ConsoleUser user = user(request).orElse(null);
        if (user == null) {
            return null;
        }
        if (user.mustChange()) {
            throw AdminRefusal.passwordNeeded();
        }
        return user.caller();
    }

    @Override
    public boolean isStillIn(Request request) {
        return token(request).filter(sessions::isOpen).isPresent();
    }

    /// Whose session the request shows.
    Optional<ConsoleUser> user(Request request) {
        boolean fromPage = !request.headers().first(HEADER).isEmpty()
                || (request.method().equals("GET") && request.path().equals(LIVE));
        if (!fromPage) {
            return Optional.empty();
        }
        return token(request).flatMap(sessions::visitor).flatMap(this::user);
    }

    private Optional<ConsoleUser> user(ConsoleSessions.Visitor visitor) {
        AdminCaller guest = visitor.guest();
        return guest != null
                ? Optional.of(ConsoleUser.of(guest))
                : accounts.find(visitor.account()).filter(Account::enabled).map(ConsoleUser::of);
    }

    /// What the cookie of a session holds.
    static Optional<String> token(Request request) {
        return cookie(request, SessionCookie.NAME);
    }

    /// What a cookie holds.
    static Optional<String> cookie(Request request, String name) {
        for (String header : request.headers().all("Cookie")) {
            for (String pair : header.split(";", -1)) {
                String[] parts = pair.strip().split("=", 2);
                if (parts.length == 2 && parts[0].equals(name)) {
                    return Optional.of(parts[1]);
                }
            }
        }
        return Optional.empty();
    }
}
