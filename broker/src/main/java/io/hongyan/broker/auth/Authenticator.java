package io.hongyan.broker.auth;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Authenticates clients.
public interface Authenticator {
    /// Answers exactly once: in the calling thread when nothing blocks, or later from any thread. The caller is a
    /// shard, so work that blocks must run on another thread. A client that has disconnected needs no answer.
    void authenticate(ConnectRequest request, Consumer<AuthResult> answer);

    /// The policy for sessions that are recovered from a store before their clients connect again.
    ///
    /// @return null when the instance does not exist any more: its sessions are deleted
    @Nullable
    ClientPolicy policy(String instance);

    /// Begins an enhanced authentication (MQTT 5.0, chapter 4.12), or a repeated one.
    ///
    /// @param method the Authentication Method of CONNECT
    /// @return null when the method is not served (0x8C)
    @Nullable
    AuthExchange exchange(String method, ConnectRequest request);
}
