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
    static final String COOKIE = "hongyan_console";
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
        Account account = account(request).orElse(null);
        if (account == null) {
            return null;
        }
        if (account.mustChange()) {
            throw AdminRefusal.passwordNeeded();
        }
        return account.caller();
    }

    @Override
    public boolean isStillIn(Request request) {
        return token(request).filter(sessions::isOpen).isPresent();
    }

    /// Whose session the request shows.
    Optional<Account> account(Request request) {
        boolean fromPage = !request.headers().first(HEADER).isEmpty()
                || (request.method().equals("GET") && request.path().equals(LIVE));
        if (!fromPage) {
            return Optional.empty();
        }
        return token(request).flatMap(sessions::account).flatMap(accounts::find).filter(Account::enabled);
    }

    /// What the cookie holds.
    static Optional<String> token(Request request) {
        for (String header : request.headers().all("Cookie")) {
            for (String pair : header.split(";", -1)) {
                String[] parts = pair.strip().split("=", 2);
                if (parts.length == 2 && parts[0].equals(COOKIE)) {
                    return Optional.of(parts[1]);
                }
            }
        }
        return Optional.empty();
    }
}
