package io.hongyan.broker.auth;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One enhanced authentication in progress: data goes back and forth until it ends in admission or refusal. Used by one
/// shard at a time.
public interface AuthExchange {
    /// Takes the client's Authentication Data (null when absent) and answers exactly once, from any thread.
    void next(byte @Nullable [] data, Consumer<Step> answer);

    /// What follows.
    sealed interface Step {
        /// The client must answer this (AUTH 0x18).
        record Challenge(byte[] data) implements Step {}

        /// The exchange ended.
        ///
        /// @param data for the client's last check, sent with CONNACK or AUTH 0x00
        record Done(AuthResult result, byte @Nullable [] data) implements Step {}
    }
}
