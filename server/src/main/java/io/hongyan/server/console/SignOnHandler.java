package io.hongyan.server.console;

import io.hongyan.broker.message.Clock;
import io.hongyan.server.admin.AdminCaller;
import io.hongyan.server.admin.AuditLog;
import io.hongyan.server.console.oidc.Attempt;
import io.hongyan.server.console.oidc.OidcRefusal;
import io.hongyan.server.console.oidc.SingleSignOn;
import io.hongyan.server.http.Handler;
import io.hongyan.server.http.Request;
import io.hongyan.server.http.Response;
import io.hongyan.transport.AddressText;
import java.lang.System.Logger.Level;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// Sends browsers to the OpenID provider, and lets those in who come back with a good answer. Each answer is a
/// redirect: to the provider, to the page that was asked for, or to the login page, which tells why not. Any thread
/// that may block.
final class SignOnHandler implements Handler {
    /// Comes back with a browser that another site sends here, so it cannot be as strict as that of a session.
    static final String COOKIE = "hongyan_oidc";

    private static final System.Logger LOG = System.getLogger(SignOnHandler.class.getName());
    private static final String CONSOLE = "/console";
    private static final long WARNING_MILLIS = 10_000;
    private static final String WHAT = "GET " + SingleSignOn.CALLBACK;
    /// Who is not known yet, in the audit log and in the limits.
    private static final String NOBODY = "oidc";

    private final SingleSignOn signOn;
    private final ConsoleSessions sessions;
    private final AuditLog audit;
    private final SessionCookie cookie;
    /// Its own: whoever is refused here locks nobody out who has a password.
    private final LoginLimits limits;
    private final Clock clock;
    private final AtomicLong nextWarning = new AtomicLong(Long.MIN_VALUE);

    /// @param secure whether the port has TLS
    SignOnHandler(SingleSignOn signOn, ConsoleSessions sessions, AuditLog audit, Clock clock, boolean secure) {
        this.signOn = signOn;
        this.sessions = sessions;
        this.audit = audit;
        this.cookie = new SessionCookie(secure || signOn.secure());
        this.limits = new LoginLimits(clock);
        this.clock = clock;
    }

    @Override
    public Response answer(Request request) {
        if (!request.method().equals("GET")) {
            return Response.error(405, "method-not-allowed", "use GET");
        }
        return switch (request.rawPath()) {
            case SingleSignOn.START -> begin(request);
            case SingleSignOn.CALLBACK -> finish(request);
            default -> Response.error(404, "not-found", "no such path: " + request.rawPath());
        };
    }

    private Response begin(Request request) {
        String address = AddressText.withoutPort(request.from());
        String back = BackPath.of(request.query().getOrDefault("back", ""));
        if (limits.locked(address, NOBODY).isPositive()) {
            signOn.counts().refused();
            return login("locked", back);
        }
        try {
            SingleSignOn.Begun begun = signOn.begin(address, back);
            return redirect(begun.provider().toString())
                    .with(
                            "Set-Cookie",
                            COOKIE + "=" + begun.cookie() + "; Path=/console/oidc; HttpOnly; SameSite=Lax; Max-Age="
                                    + SingleSignOn.patience().toSeconds() + (signOn.secure() ? "; Secure" : ""));
        } catch (OidcRefusal e) { // the log has it already, in a measure
            signOn.counts().unreachable();
            return login("unreachable", back);
        }
    }

    private Response finish(Request request) {
        String address = AddressText.withoutPort(request.from());
        if (limits.locked(address, NOBODY).isPositive()) {
            signOn.counts().refused();
            return login("locked", "/");
        }
        Attempt attempt = signOn.attempt(
                        request.query(), ConsoleLogin.cookie(request, COOKIE).orElse(""))
                .orElse(null);
        if (attempt == null) { // anybody can have any browser ask this
            signOn.counts().stray();
            audit.stranger(request.from(), WHAT);
            return login("expired", "/");
        }
        try {
            SingleSignOn.Person person = signOn.finish(attempt, request.query());
            AdminCaller caller = person.caller();
            limits.succeeded(address, NOBODY);
            limits.succeeded(address, caller.name());
            signOn.counts().done();
            audit.signOn(caller, person.subject(), request.from());
            ConsoleLogin.token(request).ifPresent(sessions::end);
            return redirect(CONSOLE + attempt.back()).with("Set-Cookie", cookie.set(sessions.begin(caller)));
        } catch (OidcRefusal e) {
            return refused(e, attempt, request);
        }
    }

    private Response refused(OidcRefusal e, Attempt attempt, Request request) {
        String why = String.valueOf(e.getMessage());
        String page = switch (e.kind()) {
            case REFUSED -> "refused";
            case UNREACHABLE -> "unreachable";
            case TOKEN -> "token";
            case ROLE -> "role";
        };
        if (e.kind() == OidcRefusal.Kind.UNREACHABLE) { // whoever wants to log in can do nothing about it
            signOn.counts().unreachable();
            warn(why);
            return login(page, attempt.back());
        }
        String name = e.account().isEmpty() ? NOBODY : e.account();
        signOn.counts().refused();
        limits.failed(AddressText.withoutPort(request.from()), name);
        audit.login(name, request.from(), e.kind() == OidcRefusal.Kind.ROLE ? 403 : 401, why);
        return login(page, attempt.back());
    }

    /// Every ten seconds at most: whoever keeps asking fills no log.
    private void warn(String why) {
        long now = clock.steadyMillis();
        long next = nextWarning.get();
        if (now >= next && nextWarning.compareAndSet(next, now + WARNING_MILLIS)) {
            LOG.log(Level.WARNING, "a login to the console by the OpenID provider failed: {0}", why);
        }
    }

    /// The login page, with one of the words that it knows.
    private static Response login(String why, String back) {
        return redirect(CONSOLE + "/login?sso=" + why + "&back=" + URLEncoder.encode(back, StandardCharsets.UTF_8));
    }

    private static Response redirect(String place) {
        return new Response(
                303, "text/plain; charset=utf-8", Map.of("Location", place, "Cache-Control", "no-store"), new byte[0]);
    }
}
