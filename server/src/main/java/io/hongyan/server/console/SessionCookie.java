package io.hongyan.server.console;

import java.time.Duration;

/// The cookie that holds a session: for no script, and for pages of this address alone.
///
/// @param secure whether browsers see the pages by TLS
record SessionCookie(boolean secure) {
    static final String NAME = "hongyan_console";

    /// As a header of an answer.
    String set(String token) {
        return text(token, ConsoleSessions.LONGEST);
    }

    /// The browser is to forget it.
    String clear() {
        return text("", Duration.ZERO);
    }

    private String text(String token, Duration age) {
        return NAME + "=" + token + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + age.toSeconds()
                + (secure ? "; Secure" : "");
    }
}
