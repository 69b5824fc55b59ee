package io.hongyan.client.auth;

/// The source of a client's login. Called before each connect, on the client's executor, so it may
/// block, and may return another login each time.
@FunctionalInterface
public interface Credentials {
    /// No user name and no password.
    Credentials NONE = clientId -> Login.ANONYMOUS;

    /// The login for one connect.
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
