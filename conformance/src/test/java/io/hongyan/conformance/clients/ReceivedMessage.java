package io.hongyan.conformance.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

/// A message as a client's callback got it.
record ReceivedMessage(String topic, String payload, int qos) {
    ReceivedMessage(String topic, byte[] payload, int qos) {
        this(topic, new String(payload, UTF_8), qos);
    }

    /// The payload as bytes.
    byte[] bytes() {
        return payload.getBytes(UTF_8);
    }
}
