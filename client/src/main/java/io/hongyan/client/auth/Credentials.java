package io.hongyan.client.auth;

/// Where a client takes from what it shows to be let in. Asked before each connect, on the client's executor, so it may
/// take its time, and may give something new each time.
@FunctionalInterface
public interface Credentials {
    /// Nothing to show.
    Credentials NONE = clientId -> Login.ANONYMOUS;

    /// What to show now.
    ///
    /// @param clientId that the client connects with; empty when the server shall choose
    /// @throws Exception when there is nothing to be had now: the attempt has failed
    Login login(String clientId) throws Exception;

    /// The same user and password each time.
    static Credentials of(String username, String password) {
        Login login = Login.of(username, password);
        return clientId -> login;
    }
}
