package io.hongyan.server.console;

import io.hongyan.server.admin.AdminHandler;
import io.hongyan.server.http.Handler;
import io.hongyan.server.http.Request;
import io.hongyan.server.http.Response;

/// What the administration's port answers: the console's pages, its sessions, and the administration itself.
final class ConsoleHandler implements Handler {
    private final Handler pages;
    private final Handler sessions;
    private final AdminHandler administration;

    ConsoleHandler(Handler pages, Handler sessions, AdminHandler administration) {
        this.pages = pages;
        this.sessions = sessions;
        this.administration = administration;
    }

    @Override
    public Response answer(Request request) {
        String first = request.path().isEmpty() ? "" : request.path().getFirst();
        return switch (first) {
            case "" -> ConsolePages.redirect();
            case "console" -> request.rawPath().equals("/console") ? ConsolePages.redirect() : pages.answer(request);
            case "session" -> ConsolePages.secured(sessions.answer(request));
            default -> ConsolePages.secured(administration.answer(request));
        };
    }
}
