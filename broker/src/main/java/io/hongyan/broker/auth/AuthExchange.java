package io.hongyan.broker.auth;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One enhanced authentication in progress: client and server exchange data until the client is admitted or refused.
/// Used by one shard at a time.
public interface AuthExchange {
    /// Takes the Authentication Data of the client (null when absent) and answers exactly once, from any thread.
    void next(byte @Nullable [] data, Consumer<Step> answer);

    /// The next step.
    sealed interface Step {
        /// The client must answer this (AUTH 0x18).
        record Challenge(byte[] data) implements Step {}

        /// The exchange ended.
        ///
        /// @param data by which the client checks the server, sent with CONNACK or AUTH 0x00
        record Done(AuthResult result, byte @Nullable [] data) implements Step {}
    }
}
