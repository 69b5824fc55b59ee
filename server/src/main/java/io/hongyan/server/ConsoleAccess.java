package io.hongyan.server;

import io.hongyan.server.config.AdminConfig;
import io.hongyan.server.console.Accounts;
import java.nio.file.Path;

/// How to get into the console after the first start.
///
/// @param url its address
/// @param password for one login
/// @param file that holds it, too
record ConsoleAccess(String url, String password, Path file) {
    static String url(AdminConfig admin, int port) {
        String bound = admin.bind();
        boolean everywhere = bound.equals("0.0.0.0") || bound.equals("::");
        return (admin.kind().secure() ? "https://" : "http://") + (everywhere ? "127.0.0.1" : Server.bracketed(bound))
                + ":" + port + "/";
    }

    /// Without the password.
    String summary() {
        return """

                The console is at %s: account %s, whose password for the first login is in %s.
                """.formatted(url, Accounts.FIRST, file);
    }

    /// For a terminal.
    String text() {
        return """

                The console, for a browser:

                  address     %s
                  account     %s
                  password    %s      for the first login, which asks for one of your own; also in %s
                """.formatted(url, Accounts.FIRST, password, file);
    }

    @Override
    public String toString() {
        return "ConsoleAccess[" + url + ", ***]";
    }
}
