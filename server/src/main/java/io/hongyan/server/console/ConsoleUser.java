package io.hongyan.server.console;

import io.hongyan.server.admin.AdminCaller;

/// Somebody who is logged in to the console.
///
/// @param mustChange whether a password has to be chosen before anything else
/// @param oidc whether an OpenID provider vouches for it, so that there is no password here
record ConsoleUser(AdminCaller caller, boolean mustChange, boolean oidc) {
    static ConsoleUser of(Account account) {
        return new ConsoleUser(account.caller(), account.mustChange(), false);
    }

    static ConsoleUser of(AdminCaller guest) {
        return new ConsoleUser(guest, false, true);
    }

    String name() {
        return caller.name();
    }
}
