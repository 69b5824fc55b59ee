package io.hongyan.broker.session;

import io.hongyan.broker.auth.AuthExchange;
import io.hongyan.broker.auth.AuthExchange.Step;
import io.hongyan.broker.auth.AuthResult.Admitted;
import io.hongyan.broker.auth.AuthResult.Refused;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.Auth;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import org.jspecify.annotations.Nullable;

/// The authentication method of one connection, and the exchange that repeats it (MQTT 5.0, chapter 4.12.1). Other
/// traffic goes on meanwhile.
///
/// Confined to the session's shard.
public final class Reauthentication {
    private final String method;
    private final ConnectRequest request;
    private @Nullable AuthExchange exchange;

    public Reauthentication(String method, ConnectRequest request) {
        this.method = method;
        this.request = request;
    }

    void received(ClientConnection connection, Auth auth) {
        if (!method.equals(auth.properties().text(Property.AUTHENTICATION_METHOD))) {
            throw ProtocolException.error("MQTT-4.12.1-1", "another authentication method than in CONNECT");
        }
        AuthExchange present = exchange;
        if (auth.reason() == ReasonCode.REAUTHENTICATE) {
            present = connection.session().services().authenticator().exchange(method, request);
        }
        if (present == null || auth.reason() == ReasonCode.SUCCESS) {
            throw ProtocolException.error(
                    "MQTT-4.12.0-3", "AUTH with " + auth.reason().text() + " out of turn");
        }
        exchange = present;
        present.next(
                auth.properties().binary(Property.AUTHENTICATION_DATA),
                step -> connection.session().services().context().run(() -> proceed(connection, step)));
    }

    private void proceed(ClientConnection connection, Step step) {
        if (!connection.isCurrent()) {
            return; // it ended meanwhile
        }
        Session session = connection.session();
        switch (step) {
            case Step.Challenge challenge ->
                connection.send(new Auth(ReasonCode.CONTINUE_AUTHENTICATION, properties(method, challenge.data())));
            case Step.Done done -> {
                exchange = null;
                switch (done.result()) {
                    case Admitted admitted
                    when isSame(session, admitted) -> {
                        session.permit(admitted);
                        connection.send(new Auth(ReasonCode.SUCCESS, properties(method, done.data())));
                    }
                    case Admitted _ -> connection.end(ReasonCode.NOT_AUTHORIZED, "re-authenticated as another", true);
                    case Refused refused -> connection.end(refused.reason(), refused.why(), true);
                }
            }
        }
    }

    /// The session belongs to a tenant and to a user; another one may not take it over in passing.
    private static boolean isSame(Session session, Admitted admitted) {
        return admitted.instance().equals(session.instance())
                && admitted.identity().name().equals(session.identity().name());
    }

    /// The properties of every packet of an exchange [MQTT-4.12.0-5].
    public static Properties properties(String method, byte @Nullable [] data) {
        Properties.Builder builder = Properties.builder().set(Property.AUTHENTICATION_METHOD, method);
        if (data != null) {
            builder.set(Property.AUTHENTICATION_DATA, data);
        }
        return builder.build();
    }
}
