package io.hongyan.client.auth;

import org.jspecify.annotations.Nullable;

/// One run of enhanced authentication (MQTT 5.0, chapter 4.12), made again for each connect.
public interface EnhancedAuth {
    /// The method's name, such as `SCRAM-SHA-256`.
    String method();

    /// The authentication data of CONNECT.
    byte[] first();

    /// Answers the server's AUTH.
    ///
    /// @param data what it carried; null = nothing
    /// @throws SecurityException when the server is not to be believed
    byte[] answer(byte @Nullable [] data);

    /// The server accepted the client.
    ///
    /// @param data what CONNACK carried; null = nothing
    /// @throws SecurityException when the server is not to be believed
    void accepted(byte @Nullable [] data);
}
