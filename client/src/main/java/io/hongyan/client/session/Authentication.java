package io.hongyan.client.session;

import io.hongyan.client.auth.EnhancedAuth;
import io.hongyan.client.auth.Login;
import io.hongyan.client.message.MqttException;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.Auth;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Enhanced authentication on one connection (MQTT 5.0, chapter 4.12): the exchange of CONNECT, and those that repeat
/// it later while other packets are exchanged.
///
/// Confined to the loop.
final class Authentication {
    private final Session session;
    private final ServerConnection connection;
    private final String method;
    private EnhancedAuth exchange;
    private @Nullable CompletableFuture<Void> repeated;
    /// An answer is being computed. Without this flag a server could start many computations at once.
    private boolean answering;

    Authentication(Session session, ServerConnection connection, EnhancedAuth exchange) {
        this.session = session;
        this.connection = connection;
        this.exchange = exchange;
        this.method = exchange.method();
    }

    /// AUTH.
    ///
    /// @param accepted whether the server has accepted the client
    void received(Auth packet, boolean accepted) {
        String named = packet.properties().text(Property.AUTHENTICATION_METHOD);
        if (!method.equals(named)) {
            throw ProtocolException.error("MQTT-4.12.0-5", "AUTH of the server names another method: " + named);
        }
        byte[] data = packet.properties().binary(Property.AUTHENTICATION_DATA);
        CompletableFuture<Void> waiting = repeated;
        boolean inTurn = !answering && (waiting != null || !accepted);
        if (inTurn && packet.reason() == ReasonCode.CONTINUE_AUTHENTICATION) {
            answer(data);
        } else if (inTurn && waiting != null && packet.reason() == ReasonCode.SUCCESS) {
            if (proved(data)) {
                repeated = null;
                session.callbacks().complete(() -> waiting.complete(null), false);
            }
        } else {
            throw ProtocolException.error(
                    "4.12",
                    "AUTH of the server is out of turn: " + packet.reason().text());
        }
    }

    /// Whether the server is to be believed; if not, the connection ends.
    boolean proved(byte @Nullable [] data) {
        try {
            exchange.accepted(data);
            return true;
        } catch (SecurityException untrue) {
            connection.lose(new MqttException.LoginFailed(ExceptionText.of(untrue), untrue));
            return false;
        }
    }

    /// Begins another exchange, or joins the one that runs.
    ///
    /// @param done completed when the server has taken it; fails with an [MqttException]
    void repeat(CompletableFuture<Void> done) {
        CompletableFuture<Void> running = repeated;
        if (running != null) {
            running.whenComplete((nothing, why) -> settle(done, why)).exceptionally(seen -> null);
            return;
        }
        repeated = done;
        String id = session.clientId();
        session.callbacks()
                .runOnExecutor(
                        () -> session.options().session().credentials().login(id),
                        this::begin,
                        fault -> fail(new MqttException.LoginFailed(ExceptionText.of(fault), fault)));
    }

    private void begin(Login login) {
        EnhancedAuth next = login.exchange();
        if (repeated == null) {
            return; // The connection has ended, and the caller's future has failed.
        }
        if (next == null || !next.method().equals(method)) {
            // [MQTT-4.12.1-1]
            fail(new MqttException.LoginFailed("they do not authenticate by " + method + " any more", null));
            return;
        }
        exchange = next;
        send(ReasonCode.REAUTHENTICATE, next.first());
    }

    /// The connection is gone, or nothing is to be repeated.
    void fail(MqttException why) {
        CompletableFuture<Void> waiting = repeated;
        repeated = null;
        if (waiting != null) {
            session.callbacks().complete(() -> waiting.completeExceptionally(why), false);
        }
    }

    private void answer(byte @Nullable [] data) {
        EnhancedAuth running = exchange;
        answering = true;
        // A password hash takes time, which would block the loop's other clients.
        session.callbacks()
                .runOnExecutor(
                        () -> running.answer(data),
                        answer -> {
                            answering = false;
                            send(ReasonCode.CONTINUE_AUTHENTICATION, answer);
                        },
                        fault -> connection.lose(new MqttException.LoginFailed(ExceptionText.of(fault), fault)));
    }

    private void send(ReasonCode reason, byte[] data) {
        connection.send(new Auth(
                reason,
                Properties.builder()
                        .set(Property.AUTHENTICATION_METHOD, method)
                        .set(Property.AUTHENTICATION_DATA, data)
                        .build()));
    }

    private static void settle(CompletableFuture<Void> future, @Nullable Throwable why) {
        if (why == null) {
            future.complete(null);
        } else {
            future.completeExceptionally(why);
        }
    }
}
