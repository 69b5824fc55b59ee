package io.hongyan.broker.auth;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Says who a client is.
public interface Authenticator {
    /// Answers exactly once: at once in the calling thread when no waiting is needed, or later from any thread. The
    /// caller is a shard, so work that blocks belongs on another thread. A client that has gone needs no answer.
    void authenticate(ConnectRequest request, Consumer<AuthResult> answer);

    /// What holds for the sessions of a tenant that come back from a store before their clients do.
    ///
    /// @return null when there is no such tenant any more: its sessions go
    @Nullable
    Rules rules(String instance);

    /// Begins an enhanced authentication (MQTT 5.0, chapter 4.12), or a repeated one.
    ///
    /// @param method the Authentication Method of CONNECT
    /// @return null when the method is not served (0x8C)
    @Nullable
    AuthExchange exchange(String method, ConnectRequest request);
}
