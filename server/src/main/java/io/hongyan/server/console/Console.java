package io.hongyan.server.console;

import io.hongyan.broker.message.Clock;
import io.hongyan.server.admin.AdminHandler;
import io.hongyan.server.admin.AdminLogin;
import io.hongyan.server.admin.AdminRoute;
import io.hongyan.server.admin.AuditLog;
import io.hongyan.server.console.oidc.SingleSignOn;
import io.hongyan.server.http.Handler;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The console of a service: who may log in, who is, and what a browser gets.
public final class Console {
    private final Accounts accounts;
    private final ConsoleSessions sessions;
    private final ConsoleLogin login;
    private final LoginLimits limits;
    private final Clock clock;
    private final @Nullable SingleSignOn signOn;

    /// @param signOn null = nobody logs in by an OpenID provider
    public Console(Accounts accounts, @Nullable SingleSignOn signOn, Clock clock, SecureRandom random) {
        this.accounts = accounts;
        this.signOn = signOn;
        this.clock = clock;
        this.sessions = new ConsoleSessions(clock, random);
        this.login = new ConsoleLogin(sessions, accounts);
        this.limits = new LoginLimits(clock);
        accounts.listen(sessions::endAll);
    }

    /// Whether the pages are part of this build.
    public static boolean hasPages() {
        return ConsolePages.areThere();
    }

    /// How its pages show who asks.
    public AdminLogin login() {
        return login;
    }

    /// Its operations.
    public List<AdminRoute> routes() {
        return new AccountRoutes(accounts).routes();
    }

    /// Answers for pages, sessions and administration.
    ///
    /// @param secure whether the port has TLS
    public Handler handler(AdminHandler administration, AuditLog audit, String version, boolean secure) {
        SingleSignOn by = signOn;
        return new ConsoleHandler(
                new ConsolePages(),
                new SessionHandler(
                        accounts,
                        sessions,
                        login,
                        limits,
                        audit,
                        version,
                        new SessionCookie(secure),
                        by == null ? Map.of() : Map.of("oidc", by.view())),
                by == null ? null : new SignOnHandler(by, sessions, audit, clock, secure),
                administration);
    }
}
