package io.hongyan.server;

import io.hongyan.auth.Signature;
import io.hongyan.codec.Version;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.server.data.Credentials;

/// CONNECT packets of 5.0 for the server's tests.
final class Login {
    private Login() {}

    /// A device that shows its signature.
    static Connecting of(Credentials credentials, String device) {
        String clientId = credentials.group() + "@@@" + device;
        String user = "Signature|" + credentials.accessKey() + "|" + credentials.instance();
        return of(clientId, user, Signature.of(credentials.secretKey(), clientId));
    }

    static Connecting of(String clientId, String user, String password) {
        return nameless(clientId).username(user).password(password);
    }

    /// Without username and password.
    static Connecting nameless(String clientId) {
        return Connecting.as(Version.MQTT_5, clientId).keepAlive(60);
    }
}
