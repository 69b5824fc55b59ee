package io.hongyan.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.property.Properties;
import io.hongyan.transport.Peer;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// CONNECT packets at the door.
public final class Requests {
    static final Peer PEER =
            new Peer(InetSocketAddress.createUnresolved("127.0.0.1", 4711), "tcp", false, null, List.of());

    private Requests() {}

    public static ConnectRequest of(String clientId, @Nullable String username, @Nullable String password) {
        return of(clientId, username, password, () -> false);
    }

    /// The same from somebody else.
    public static ConnectRequest from(Peer peer, ConnectRequest request) {
        return new ConnectRequest(request.connect(), request.assigned(), peer, request.gone());
    }

    public static ConnectRequest of(
            String clientId, @Nullable String username, @Nullable String password, BooleanSupplier gone) {
        byte[] bytes = password == null ? null : password.getBytes(UTF_8);
        Connect connect = new Connect(Version.MQTT_3_1_1, true, 60, clientId, null, username, bytes, Properties.NONE);
        return new ConnectRequest(connect, false, PEER, gone);
    }

    public static AuthResult ask(
            Authenticator authenticator, String clientId, @Nullable String username, @Nullable String password) {
        return ask(authenticator, of(clientId, username, password));
    }

    public static AuthResult ask(Authenticator authenticator, ConnectRequest request) {
        CompletableFuture<AuthResult> answer = new CompletableFuture<>();
        authenticator.authenticate(request, result -> {
            if (!answer.complete(result)) {
                throw new IllegalStateException("answered twice");
            }
        });
        return answer.orTimeout(30, TimeUnit.SECONDS).join();
    }
}
