package io.hongyan.server.console;

import io.hongyan.server.admin.AdminHandler;
import io.hongyan.server.http.Handler;
import io.hongyan.server.http.Request;
import io.hongyan.server.http.Response;
import org.jspecify.annotations.Nullable;

/// What the administration's port answers: the console's pages, its sessions, and the administration itself.
final class ConsoleHandler implements Handler {
    private final Handler pages;
    private final Handler sessions;
    private final @Nullable Handler signOn;
    private final AdminHandler administration;

    /// @param signOn null = nobody logs in by an OpenID provider
    ConsoleHandler(Handler pages, Handler sessions, @Nullable Handler signOn, AdminHandler administration) {
        this.pages = pages;
        this.sessions = sessions;
        this.signOn = signOn;
        this.administration = administration;
    }

    @Override
    public Response answer(Request request) {
        String first = request.path().isEmpty() ? "" : request.path().getFirst();
        return switch (first) {
            case "" -> ConsolePages.redirect();
            case "console" -> console(request);
            case "session" -> ConsolePages.secured(sessions.answer(request));
            default -> ConsolePages.secured(administration.answer(request));
        };
    }

    private Response console(Request request) {
        if (request.rawPath().equals("/console")) {
            return ConsolePages.redirect();
        }
        if (signOn != null && request.path().size() > 1 && request.path().get(1).equals("oidc")) {
            return ConsolePages.secured(signOn.answer(request));
        }
        return pages.answer(request);
    }
}
